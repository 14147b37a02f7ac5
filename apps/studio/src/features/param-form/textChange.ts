/** The one stretch in which two texts differ: what typing, pasting or dictating did. Offsets in UTF-16 units. */
export interface TextChange {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/**
 * @param caret end of the selection after the change; it tells which of several equal letters was typed, so that a
 * colleague's cursor between them stays where it was
 */
export function textChange(before: string, after: string, caret: number = after.length): TextChange | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  // What stands behind the caret was not typed, so the end is compared first, but never across the caret.
  const behind = Math.max(0, after.length - caret);
  let tail = 0;
  while (tail < Math.min(shorter, behind) && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  let head = 0;
  while (head < shorter - tail && before[head] === after[head]) head += 1;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  // Half of an emoji is not a character: a change inside one takes it whole.
  if (head > 0 && isHigh(before, head - 1)) head -= 1;
  if (tail > 0 && isLow(before, before.length - tail)) tail -= 1;
  return { at: head, remove: before.length - tail - head, insert: after.slice(head, after.length - tail) };
}

const isHigh = (text: string, at: number): boolean => /[\ud800-\udbff]/.test(text[at] ?? '');
const isLow = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text[at] ?? '');

/** Where a caret stands after a colleague's change before, behind or around it. */
export function movedCaret(caret: number, { at, remove, insert }: TextChange): number {
  if (caret <= at) return caret;
  return caret >= at + remove ? caret - remove + insert.length : at + insert.length;
}
