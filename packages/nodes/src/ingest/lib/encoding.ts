import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';

/** A text with the encoding it was read from, and what could not be read. */
export interface DecodedText {
  readonly text: string;
  /** IANA-style name, lower case: "utf-8", "gb18030" ... */
  readonly encoding: string;
  /** Bytes (or byte pairs) that mean nothing in that encoding; each is U+FFFD in the text. */
  readonly invalid: number;
}

/** Thrown for bytes that are no text: a program, an image, an archive under a text file's name. */
export class NotTextError extends Error {
  override readonly name = 'NotTextError';
}

const BOMS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** What chardet may answer that is worth believing, and its name here. ISO-8859-1 is read as its superset. */
const BELIEVED: Readonly<Record<string, string>> = {
  GB18030: 'gb18030',
  Big5: 'big5',
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  'ISO-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  'ISO-8859-2': 'iso-8859-2',
  'windows-1250': 'windows-1250',
  'ISO-8859-5': 'iso-8859-5',
  'ISO-8859-7': 'iso-8859-7',
  'windows-1251': 'windows-1251',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'KOI8-R': 'koi8-r',
};

/** Detection looks at this much of a file: more does not change the answer, and costs time. */
export const SAMPLE_BYTES = 64 * 1024;
/** Share of characters that may be unreadable before the bytes are taken for something else than text. */
const MOST_INVALID = 0.05;
/** Share of control characters (tab, line ends, form feed and escape aside) that text never has. */
const MOST_CONTROLS = 0.01;

/**
 * Reads bytes as text. A byte order mark decides; else UTF-16 shows in its zero bytes; else what is valid UTF-8
 * is UTF-8 (chance makes no other encoding valid for long); else statistics (chardet), checked by decoding.
 *
 * @param declared encoding the file names itself (`<meta charset>`), believed unless the bytes are valid UTF-8
 * @throws NotTextError
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const { encoding, skip } = detectEncoding(bytes, declared);
  const body = bytes.subarray(skip);
  const text = decodeAs(body, encoding);
  const invalid = refuseNonText(text);
  return { text, encoding, invalid: encoding === 'utf-8' && isUtf8(body) ? 0 : invalid };
}

/** Bytes without a mark, read in an encoding that is known. */
export function decodeAs(bytes: Uint8Array, encoding: string): string {
  return encoding === 'utf-8'
    ? new TextDecoder().decode(bytes)
    : iconv.decode(bytes, encoding, { stripBOM: true });
}

/**
 * The number of unreadable characters in what should be text.
 * @throws NotTextError when it is none
 */
export function refuseNonText(text: string): number {
  const { controls, invalid } = countBadCharacters(text);
  if (controls > text.length * MOST_CONTROLS)
    throw new NotTextError('this is not text: it is full of control characters');
  if (invalid > Math.max(3, text.length * MOST_INVALID)) {
    throw new NotTextError(
      `this is no text in an encoding Weft knows: ${invalid} of ${text.length} characters cannot be read`,
    );
  }
  return invalid;
}

/** Which encoding the bytes are in; `skip` bytes of byte order mark stand before the text. */
export function detectEncoding(bytes: Uint8Array, declared?: string): { encoding: string; skip: number } {
  for (const [mark, encoding] of BOMS) {
    if (mark.every((byte, i) => bytes[i] === byte)) return { encoding, skip: mark.length };
  }
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const wide = wideEncoding(sample);
  if (wide !== null) return { encoding: wide, skip: 0 };
  if (isNearlyUtf8(bytes)) return { encoding: 'utf-8', skip: 0 };
  if (declared !== undefined && iconv.encodingExists(declared) && !/^utf-?(8|16|32)/i.test(declared)) {
    return { encoding: declared.toLowerCase(), skip: 0 };
  }
  return { encoding: statisticalEncoding(sample), skip: 0 };
}

/** UTF-16 without a mark: ASCII in it, if only spaces and line ends, has its zero bytes all on one side. */
function wideEncoding(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    if (sample[i] === 0) even++;
    if (sample[i + 1] === 0) odd++;
  }
  const pairs = sample.length / 2;
  if (Math.max(even, odd) < pairs * 0.02) return null;
  if (odd > 20 * even) return 'utf-16le';
  if (even > 20 * odd) return 'utf-16be';
  return null;
}

/** Valid UTF-8, or UTF-8 with a little damage: other encodings break its rules at almost every character. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  if (isUtf8(bytes)) return true;
  let good = 0;
  let bad = 0;
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const length =
      lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    let trail = 1;
    while (trail < length && (bytes[i + trail]! & 0xc0) === 0x80) trail++;
    if (length === 0 || trail < length) bad++;
    else if (length > 1) good++;
    i += trail;
  }
  return good > 10 * bad;
}

/** Below this chardet guesses: it takes a Chinese heading for Greek at 30 and knows a Russian one at 49. */
const SURE = 45;

function statisticalEncoding(sample: Uint8Array): string {
  const ranked = analyse(sample).flatMap(({ name, confidence }) =>
    BELIEVED[name] === undefined ? [] : [{ encoding: BELIEVED[name], confidence }],
  );
  const likely = ranked.find(({ encoding, confidence }) => confidence >= SURE && decodes(sample, encoding));
  if (likely !== undefined) return likely.encoding;
  // Too short for statistics. Latin accents stand alone; double-byte text comes in pairs with telling first bytes.
  if (comesInPairs(sample)) {
    if (looksLikeGb2312(sample)) return 'gb18030';
    const wide = ['big5', 'shift_jis', 'gb18030'].find((encoding) => decodes(sample, encoding));
    if (wide !== undefined) return wide;
  }
  return (
    ranked.find(({ encoding, confidence }) => confidence >= 20 && decodes(sample, encoding))?.encoding ??
    'windows-1252'
  );
}

function decodes(sample: Uint8Array, encoding: string): boolean {
  const { invalid } = countBadCharacters(iconv.decode(sample, encoding));
  // A sample may end in the middle of a character.
  return invalid <= (sample.length < SAMPLE_BYTES ? 0 : 1) + sample.length * 0.001;
}

function comesInPairs(sample: Uint8Array): boolean {
  let high = 0;
  let alone = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i]! < 0x80) continue;
    high++;
    if ((sample[i - 1] ?? 0) < 0x80 && (sample[i + 1] ?? 0) < 0x40) alone++;
  }
  return high > 0 && alone * 4 < high;
}

/** Whether all high bytes pair up and most pairs are punctuation or the 3,755 commonest hanzi of GB 2312. */
function looksLikeGb2312(sample: Uint8Array): boolean {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < sample.length; i++) {
    const lead = sample[i]!;
    if (lead < 0x80) continue;
    const trail = sample[++i];
    if (trail === undefined) break;
    if (trail < 0xa1) return false;
    pairs++;
    if ((lead >= 0xa1 && lead <= 0xa3) || (lead >= 0xb0 && lead <= 0xd7)) common++;
  }
  return pairs > 0 && common >= pairs * 0.8;
}

function countBadCharacters(text: string): { controls: number; invalid: number } {
  let controls = 0;
  let invalid = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0xfffd) invalid++;
    else if (unit < 0x20 && !(unit >= 0x09 && unit <= 0x0d) && unit !== 0x1b) controls++;
    else if (unit >= 0x7f && unit < 0xa0 && unit !== 0x85) controls++;
  }
  return { controls, invalid };
}
