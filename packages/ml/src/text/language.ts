import { detect } from 'tinyld';

const LOOK_AT = 3000;

/**
 * The languages that can be told, by the script they are written in: every one the statistics know that has a code in
 * ISO 639-1. They are asked within a script only. Asked at large they take English Markdown with many code words for
 * Hindi, as they did with 15 of 33 pages of our own documentation; within the Latin script all 33 are English.
 */
export const LANGUAGES: Readonly<Record<string, string>> = {
  Latin: 'af cs da de en eo es et fi fr ga hu id is it la lt lv nl no pl pt rn ro sk sr sv tk tl tr vi vo',
  Cyrillic: 'be bg kk mk mn ru sr tt uk',
  Arabic: 'ar fa ur',
  Hebrew: 'he yi',
  Greek: 'el',
  Armenian: 'hy',
  Devanagari: 'hi',
  Bengali: 'bn',
  Gujarati: 'gu',
  Kannada: 'kn',
  Tamil: 'ta',
  Telugu: 'te',
  Thai: 'th',
  Khmer: 'km',
  Myanmar: 'my',
  Ethiopic: 'am',
};

const SCRIPTS = Object.entries(LANGUAGES).map(([script, languages]) => ({
  letter: new RegExp(`\\p{Script=${script}}`, 'gu'),
  languages: languages.split(' '),
}));

/**
 * The language a text is mostly written in, as ISO 639-1 ("en", "zh"), or "" when there is too little to tell.
 * Where a script has one language, it says so with more certainty than statistics on a few characters.
 */
export function guessLanguage(text: string): string {
  const sample = text.slice(0, LOOK_AT);
  const count = (pattern: RegExp): number => sample.match(pattern)?.length ?? 0;
  const letters = count(/\p{L}/gu);
  if (letters === 0) return '';
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(/\p{Script=Hangul}/gu);
  const han = count(/\p{Script=Han}/gu);
  // A CJK character says about as much as three letters, so a third of them is half the text.
  if (kana + hangul + han > letters / 4) {
    if (hangul > han && hangul > kana) return 'ko';
    return kana * 10 > han ? 'ja' : 'zh';
  }
  if (letters < 12) return '';
  const counted = SCRIPTS.map(({ letter, languages }) => ({ found: count(letter), languages }));
  const { found, languages } = counted.reduce((most, each) => (each.found > most.found ? each : most));
  if (found === 0) return '';
  return languages.length === 1 ? languages[0]! : detect(sample, { only: languages });
}
