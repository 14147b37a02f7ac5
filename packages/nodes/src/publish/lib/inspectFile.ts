/**
 * Decides whether a file may be part of a model version. Versions are downloaded, forked and served by people who do
 * not know their author, so they hold data and nothing that runs when it is loaded.
 *
 * An allow-list, held to by content: the ending says which format the file claims, and the bytes must be of that
 * format. What is dangerous is also looked for by name, because "a pickle, which can run code" tells a person more than
 * "not a safetensors file". A pickle of protocol 0 or 1 has no mark of its own; it is caught by not being anything else.
 */
import { loadSafetensors, inspectModel } from '@weft/ml/formats';

export type FileFormat = 'onnx' | 'safetensors' | 'json' | 'text' | 'table' | 'vectors' | 'learned';

/** Throws what is wrong, in words that follow "the file … ". */
type Check = (bytes: Buffer) => void;

const FORMATS: Readonly<Record<string, { readonly format: FileFormat; readonly check: Check }>> = {
  onnx: { format: 'onnx', check: (bytes) => void inspectModel(bytes) },
  safetensors: { format: 'safetensors', check: (bytes) => void loadSafetensors(bytes) },
  json: { format: 'json', check: (bytes) => void JSON.parse(utf8(bytes)) },
  jsonl: { format: 'json', check: eachLineJson },
  txt: { format: 'text', check: plainText },
  md: { format: 'text', check: plainText },
  parquet: { format: 'table', check: parquet },
  usearch: { format: 'vectors', check: usearch },
  hnswlib: { format: 'vectors', check: hnswlib },
  bin: { format: 'learned', check: tagged },
};

/** What a file may end in, for messages. */
export const ALLOWED_ENDINGS = Object.keys(FORMATS).map((ending) => `.${ending}`);

/** Marks at the start of files that run, unpack or unpickle (or at 257, where tar has it). */
const DANGERS: readonly { readonly at?: number; readonly mark: string; readonly what: string }[] = [
  ...'\x02\x03\x04\x05'
    .split('')
    .map((v) => ({ mark: `\x80${v}`, what: 'a Python pickle, which can run code' })),
  { mark: 'PK\x03\x04', what: 'a zip archive (PyTorch and Keras files are such)' },
  { mark: 'PK\x05\x06', what: 'a zip archive' },
  { mark: 'ustar', at: 257, what: 'a tar archive' },
  { mark: '\x1f\x8b', what: 'gzip-compressed' },
  { mark: 'BZh', what: 'bzip2-compressed' },
  { mark: '\xfd7zXZ\x00', what: 'xz-compressed' },
  { mark: '\x28\xb5\x2f\xfd', what: 'zstd-compressed' },
  { mark: '7z\xbc\xaf\x27\x1c', what: 'a 7z archive' },
  { mark: 'Rar!\x1a\x07', what: 'a RAR archive' },
  { mark: '\x89HDF\r\n\x1a\n', what: 'an HDF5 file (a Keras model can hold code)' },
  { mark: '\x93NUMPY', what: 'a NumPy file (which can hold a pickle)' },
  { mark: '\x7fELF', what: 'a program' },
  { mark: 'MZ', what: 'a program' },
  { mark: '\xcf\xfa\xed\xfe', what: 'a program' },
  { mark: '\xce\xfa\xed\xfe', what: 'a program' },
  { mark: '\xca\xfe\xba\xbe', what: 'a program' },
  { mark: '\x00asm', what: 'a WebAssembly program' },
  { mark: '#!', what: 'a script' },
];

/** The format of a file that may be published, or why it may not, to follow "the file … ". */
export function inspectFile(path: string, bytes: Buffer): { format: FileFormat } | { refused: string } {
  for (const { mark, at = 0, what } of DANGERS)
    if (bytes.toString('latin1', at, at + mark.length) === mark) return { refused: `is ${what}` };
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
  if (known === undefined)
    return { refused: `is not of a kind that may be published (${ALLOWED_ENDINGS.join(', ')})` };
  try {
    known.check(bytes);
    return { format: known.format };
  } catch (error) {
    return { refused: `is not what its ending .${ending} says: ${(error as Error).message}` };
  }
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8 text');
  }
}

function plainText(bytes: Buffer): void {
  // Tabs and line ends are all that text needs of the control characters.
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x08\x0b\x0e-\x1f]/.test(utf8(bytes))) throw new Error('it holds binary data');
}

function eachLineJson(bytes: Buffer): void {
  for (const line of utf8(bytes).split('\n')) if (line.trim() !== '') JSON.parse(line);
}

function parquet(bytes: Buffer): void {
  const mark = (at: number): string => bytes.toString('latin1', at, at + 4);
  if (bytes.length < 12 || mark(0) !== 'PAR1' || mark(bytes.length - 4) !== 'PAR1')
    throw new Error('it is not a Parquet table');
}

/** usearch writes its vectors as a matrix (u32 rows, u32 bytes per row, then the rows) and its header after them. */
function usearch(bytes: Buffer): void {
  const header = bytes.length < 8 ? 0 : 8 + bytes.readUInt32LE(0) * bytes.readUInt32LE(4);
  const isAt = (at: number): boolean => bytes.toString('latin1', at, at + 7) === 'usearch';
  if (!isAt(header) && !isAt(0)) throw new Error('it is not a usearch index');
}

/** hnswlib has no mark; its first fields are checked against each other and against the file's length. */
function hnswlib(bytes: Buffer): void {
  const field = (at: number): number => Number(bytes.readBigUInt64LE(at));
  const fits =
    bytes.length >= 96 &&
    field(0) === 0 &&
    field(16) <= field(8) &&
    field(24) === field(32) + 8 &&
    field(40) < field(32) &&
    96 + field(16) * field(24) <= bytes.length;
  if (!fits) throw new Error('it is not an hnswlib index');
}

/** Weft's own binary form of what was learned (src/text/bytes.ts): four letters, a small version, padded to 4 bytes. */
function tagged(bytes: Buffer): void {
  const fits =
    bytes.length >= 8 &&
    bytes.length % 4 === 0 &&
    /^[A-Za-z0-9]{4}$/.test(bytes.toString('latin1', 0, 4)) &&
    bytes.readUInt32LE(4) < 2 ** 16;
  if (!fits) throw new Error('it does not begin with the tag and version of a Weft file');
}
