import { isAbsolute, relative, sep } from 'node:path';

const isControl = (point: number): boolean =>
  point < 0x20 || (point >= 0x7f && point < 0xa0) || point === 0x2028 || point === 0x2029;

/** Marks, embeddings, overrides and isolates of the bidirectional algorithm. */
const turnsWriting = (point: number): boolean =>
  point === 0x200e ||
  point === 0x200f ||
  (point >= 0x202a && point <= 0x202e) ||
  (point >= 0x2066 && point <= 0x2069);

/**
 * Why a file's name is refused, or null. A name is shown in tables, logs and pages and becomes the document's id, so
 * one that can forge a line, hide its ending (RTL override) or not be written as text is not taken in.
 */
export function nameProblem(name: string): string | null {
  const points = Array.from(name, (character) => character.codePointAt(0)!);
  if (points.includes(0xfffd)) return 'the name is not valid UTF-8; rename the file';
  if (points.some(isControl)) return 'the name holds control characters; rename the file';
  if (points.some(turnsWriting)) {
    return 'the name holds characters that turn the writing direction and can hide its real ending; rename the file';
  }
  return null;
}

/** A name as it can be shown anywhere: what may not be shown is written as an escape. */
export function shownName(name: string): string {
  const shown = Array.from(name, (character) => {
    const point = character.codePointAt(0)!;
    return isControl(point) || turnsWriting(point) ? `\\u${point.toString(16).padStart(4, '0')}` : character;
  });
  return shown.join('');
}

/** True when `path` lies in `folder`; both absolute, links resolved. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
