import { detect } from 'tinyld';

const LOOK_AT = 3000;

/**
 * The language a text is mostly written in, as ISO 639-1 ("en", "zh"), or "" when there is too little to tell.
 * CJK is told by script, which is certain where trigram statistics on a few characters are not.
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
  return letters < 12 ? '' : detect(sample);
}
