import type { FromExecutor, ToExecutor } from './messages.ts';

/** A longer line is refused, by either side. */
export const MAX_LINE_BYTES = 64 << 20;

/**
 * Splits a byte stream into lines and parses each as JSON. Strings come out as PostgreSQL can store them: NUL and halves
 * of surrogate pairs, which its jsonb refuses, become U+FFFD.
 * @throws on a line that is too long or is no JSON; the stream is of no use after that.
 */
export function lineReader(onMessage: (message: unknown) => void): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let size = 0;
  const measure = (more: number) => {
    size += more;
    if (size > MAX_LINE_BYTES) throw new RangeError('a protocol message is longer than 64 MiB');
  };
  return (piece) => {
    let start = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, start)) {
      measure(end - start);
      const line =
        pieces.length > 0
          ? Buffer.concat([...pieces, piece.subarray(start, end)])
          : piece.subarray(start, end);
      pieces = [];
      size = 0;
      start = end + 1;
      onMessage(parseLine(line.toString('utf8')));
    }
    if (start < piece.length) {
      measure(piece.length - start);
      pieces.push(piece.subarray(start));
    }
  };
}

/** Escapes that may stand for a NUL or for half of a surrogate pair. Nearly no line has one. */
const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/;

function parseLine(line: string): unknown {
  const value: unknown = JSON.parse(line);
  return SUSPECT.test(line) ? storable(value) : value;
}

const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [storableText(name), storable(inner)]),
  );
}

export const encodeMessage = (message: ToExecutor | FromExecutor): string => `${JSON.stringify(message)}\n`;
