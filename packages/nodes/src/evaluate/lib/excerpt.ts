/** The beginning of a text in at most `length` UTF-16 units, "…" included, with no character torn. */
export function excerpt(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = length - 1;
  // A high surrogate at the cut would be half an emoji or a rare Chinese character.
  if (/[\uD800-\uDBFF]/.test(text[end - 1]!)) end -= 1;
  return `${text.slice(0, end)}…`;
}
