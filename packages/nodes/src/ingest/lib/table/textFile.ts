import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { decodeAs, detectEncoding, refuseNonText, SAMPLE_BYTES } from '../encoding.ts';

const CHUNK_BYTES = 1 << 20;

/** A stretch of decoded text; `damaged` when some of its bytes mean nothing in the encoding. */
export interface TextChunk {
  readonly text: string;
  readonly damaged: boolean;
}

export interface TextFile {
  readonly encoding: string;
  /** The first 64 kB, decoded. */
  readonly sample: string;
  chunks(): AsyncIterable<TextChunk>;
}

/**
 * Opens a text file of any size. The encoding is told from where the file first leaves ASCII, wherever that is: the
 * first kilobytes of a table are often all English.
 *
 * @param given an encoding's name, instead of detection
 * @throws NotTextError for a file that is no text
 */
export async function openTextFile(path: string, given?: string): Promise<TextFile> {
  const start = await readAt(path, 0);
  const { skip, ...detected } = detectEncoding(start);
  const marked = skip > 0 || detected.encoding.startsWith('utf-16');
  const encoding =
    given ?? (marked ? detected.encoding : detectEncoding(await telling(path, start)).encoding);
  const sample = decodeAs(start.subarray(skip), encoding);
  refuseNonText(sample);
  return { encoding, sample, chunks: () => decoded(path, encoding, skip) };
}

/** The part of a file that tells its encoding: from the line in which the first byte beyond ASCII stands. */
async function telling(path: string, start: Uint8Array): Promise<Uint8Array> {
  if (start.some((byte) => byte >= 0x80)) return start;
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const first = chunk.findIndex((byte) => byte >= 0x80);
    if (first !== -1) return await readAt(path, offset + Math.max(0, first - 200));
    offset += chunk.length;
  }
  return start;
}

async function readAt(path: string, position: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(SAMPLE_BYTES), 0, SAMPLE_BYTES, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* decoded(path: string, encoding: string, skip: number): AsyncGenerator<TextChunk> {
  const utf8 = encoding === 'utf-8';
  const decoder = utf8 ? new TextDecoder('utf-8', { ignoreBOM: true }) : iconv.getDecoder(encoding);
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES, start: skip });
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    const text =
      decoder instanceof TextDecoder ? decoder.decode(bytes, { stream: true }) : decoder.write(bytes);
    yield { text, damaged: countOf(text, '\ufffd') > (utf8 ? countOf(bytes, '\ufffd') : 0) };
  }
  const rest = decoder instanceof TextDecoder ? decoder.decode() : (decoder.end() ?? '');
  if (rest !== '') yield { text: rest, damaged: rest.includes('\ufffd') };
}

/** Occurrences of a replacement character: one written in the file is no damage. */
function countOf(where: string | Buffer, what: string): number {
  let count = 0;
  for (let at = where.indexOf(what); at !== -1; at = where.indexOf(what, at + 1)) count++;
  return count;
}
