// Only these need work beyond lower-casing; most text is ASCII and skips Unicode normalisation, which costs more than
// everything else in the tokenizer together.
// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

/**
 * Text as it is compared: compatibility forms folded (NFKC: "ﬁ" → "fi", "Ａ" → "A", "①" → "1") and lower-cased without
 * a locale. Lower-casing can undo composition ("İ" → "i" + dot), so the result is normalised once more.
 *
 * @see https://www.unicode.org/reports/tr15/ (NFKC)
 */
export function normalizeText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}
