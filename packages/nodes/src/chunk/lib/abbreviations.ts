/** English abbreviations that a name or number follows: a sentence never ends behind them. */
const BEFORE_A_NAME = [
  'dr mr mrs ms messrs prof st sr mt ft gen col capt lt cmdr sgt maj adm rev hon pres gov sen rep supt',
  'fig figs eq eqs no nos vol vols ch sec pp art ref refs ed eds trans',
  'e.g i.e cf viz vs v approx ca al op',
].join(' ');

/** Abbreviations that end a sentence now and then: they do where a capital follows. */
const ANYWHERE = [
  'etc inc ltd co corp bros dept univ assn est jr sr esq ph.d m.d b.a m.a',
  'a.m p.m a.d b.c u.s u.k u.n e.u d.c',
  'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun',
  'ave blvd rd min max avg dist',
].join(' ');

const NEVER_ENDS = new Set(BEFORE_A_NAME.split(' '));
const MAY_END = new Set(ANYWHERE.split(' '));

/**
 * What a full stop behind `word` (as written, without the stop) says about the end of a sentence.
 * A single capital counts as an initial ("J. Smith").
 */
export function afterAbbreviation(word: string): 'never' | 'before a capital' | 'not an abbreviation' {
  if (/^\p{Lu}$/u.test(word)) return 'never';
  const lower = word.toLowerCase();
  if (NEVER_ENDS.has(lower)) return 'never';
  return MAY_END.has(lower) ? 'before a capital' : 'not an abbreviation';
}
