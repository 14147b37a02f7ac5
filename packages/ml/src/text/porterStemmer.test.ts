import { expect, it } from 'vitest';
import { porterStem } from './porterStemmer.ts';

/** Examples given in Porter's paper, rule by rule, after all steps. */
const EXAMPLES =
  'caresses:caress ponies:poni ties:ti caress:caress cats:cat feed:feed agreed:agre plastered:plaster bled:bled ' +
  'motoring:motor sing:sing conflated:conflat troubled:troubl sized:size hopping:hop tanned:tan falling:fall ' +
  'hissing:hiss fizzed:fizz failing:fail filing:file happy:happi sky:sky relational:relat conditional:condit ' +
  'rational:ration valenci:valenc hesitanci:hesit digitizer:digit conformabli:conform radicalli:radic ' +
  'differentli:differ vileli:vile analogousli:analog vietnamization:vietnam predication:predic operator:oper ' +
  'feudalism:feudal decisiveness:decis hopefulness:hope callousness:callous formaliti:formal sensitiviti:sensit ' +
  'sensibiliti:sensibl triplicate:triplic formative:form formalize:formal electriciti:electr electrical:electr ' +
  'hopeful:hope goodness:good revival:reviv allowance:allow inference:infer airliner:airlin gyroscopic:gyroscop ' +
  'adjustable:adjust defensible:defens irritant:irrit replacement:replac adjustment:adjust dependent:depend ' +
  'adoption:adopt homologou:homolog communism:commun activate:activ angulariti:angular homologous:homolog ' +
  'effective:effect bowdlerize:bowdler probate:probat rate:rate cease:ceas controll:control roll:roll ' +
  'generalizations:gener oscillators:oscil';

it.each(EXAMPLES.split(' ').map((pair) => pair.split(':') as [string, string]))(
  'stems %s to %s',
  (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  },
);

it('leaves short words, other languages, numbers and endless letters alone', () => {
  for (const word of ['is', 'as', 'écoles', 'größen', '1990s', '超级碗', ''])
    expect(porterStem(word)).toBe(word);
  const endless = 'y'.repeat(200_000);
  expect(porterStem(endless)).toBe(endless);
});
