/**
 * The safetensors format (https://github.com/huggingface/safetensors#format): tensors as data, nothing that executes.
 *
 *     8 bytes   N, the header's length, little-endian
 *     N bytes   JSON: { name: { dtype, shape, data_offsets: [begin, end] }, …, __metadata__?: { text: text } }
 *     the rest  the tensors' bytes; offsets count from here, without gaps and without overlap
 *
 * A file may come from anyone, so every claim in the header is checked against the bytes before memory is set aside.
 * Equal tensors give equal bytes: int64 come first, then float32, then bool (which keeps each aligned), by name.
 */
import { OnnxError } from '../errors.ts';
import { BYTES_PER_ELEMENT, bytesOf, elementCount, tensorFromBytes } from '../hostTensor.ts';
import type { DType, HostTensor } from '../hostTensor.ts';

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, HostTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const DTYPE_NAME: Record<DType, string> = { float32: 'F32', int64: 'I64', bool: 'BOOL' };
const DTYPES = new Map(Object.entries(DTYPE_NAME).map(([dtype, name]) => [name, dtype as DType]));
const PREFIX = 8;
/** The bound of the reference implementation. */
const MAX_HEADER = 100_000_000;

export function saveSafetensors(
  tensors: ReadonlyMap<string, HostTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const ordered = [...tensors].sort(
    ([nameA, a], [nameB, b]) =>
      BYTES_PER_ELEMENT[b.dtype] - BYTES_PER_ELEMENT[a.dtype] || (nameA < nameB ? -1 : 1),
  );
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0)
    entries.push([
      '__metadata__',
      Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]);
  let end = 0;
  for (const [name, tensor] of ordered) {
    if (name === '__metadata__')
      throw new OnnxError('format', "'__metadata__' is reserved by safetensors and cannot name a tensor");
    const begin = end;
    end += tensor.data.byteLength;
    entries.push([
      name,
      { dtype: DTYPE_NAME[tensor.dtype], shape: tensor.shape, data_offsets: [begin, end] },
    ]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.length / 8) * 8; // padded with spaces, so that the data is aligned
  const file = new Uint8Array(PREFIX + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, PREFIX, PREFIX + headerLength);
  file.set(json, PREFIX);
  let offset = PREFIX + headerLength;
  for (const [, tensor] of ordered) {
    file.set(bytesOf(tensor), offset);
    offset += tensor.data.byteLength;
  }
  return file;
}

/** Reads a file, with private copies of its tensors. Throws `format`, naming what is wrong. */
export function loadSafetensors(file: Uint8Array): SafetensorsFile {
  if (file.byteLength < PREFIX) throw refuse('it is shorter than 8 bytes');
  const headerLength = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (headerLength > MAX_HEADER)
    throw refuse(`its header claims ${headerLength} bytes, more than ${MAX_HEADER}`);
  if (headerLength > file.byteLength - PREFIX)
    throw refuse(`its header claims ${headerLength} bytes, but the file ends before`);
  const header = parseHeader(file.subarray(PREFIX, PREFIX + headerLength));
  const data = file.subarray(PREFIX + headerLength);

  let metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') metadata = checkMetadata(value);
    else entries.push(checkEntry(name, value));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin < position) throw refuse(`tensor '${name}' overlaps another one`);
    if (begin > position) throw refuse(`${begin - position} bytes before tensor '${name}' belong to none`);
    if (end > data.byteLength) throw refuse(`tensor '${name}' reaches beyond the end of the file`);
    position = end;
  }
  if (position !== data.byteLength)
    throw refuse(`${data.byteLength - position} bytes at its end belong to no tensor`);
  return {
    metadata,
    tensors: new Map(
      entries.map(({ name, dtype, shape, begin, end }) => [
        name,
        tensorFromBytes(dtype, shape, data.subarray(begin, end)),
      ]),
    ),
  };
}

interface Entry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw refuse("its header does not begin with '{'");
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refuse('its header is not JSON', cause);
  }
  if (!isRecord(header)) throw refuse('its header is not an object');
  return header;
}

function checkEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) throw refuse(`tensor '${name}' is not described by an object`);
  const { dtype: dtypeName, shape, data_offsets: offsets } = value;
  const dtype = typeof dtypeName === 'string' ? DTYPES.get(dtypeName) : undefined;
  if (!dtype)
    throw refuse(`tensor '${name}' has dtype ${JSON.stringify(dtypeName)}; F32, I64 and BOOL are read`);
  if (!isSizes(shape)) throw refuse(`tensor '${name}' has no valid shape`);
  if (!isSizes(offsets) || offsets.length !== 2) throw refuse(`tensor '${name}' has no valid data_offsets`);
  const [begin, end] = offsets as [number, number];
  const expected = elementCount(shape) * BYTES_PER_ELEMENT[dtype];
  if (end - begin !== expected)
    throw refuse(`tensor '${name}' needs ${expected} bytes for its shape, but is given ${end - begin}`);
  return { name, dtype, shape, begin, end };
}

function checkMetadata(value: unknown): Record<string, string> {
  if (!isRecord(value) || !Object.values(value).every((text) => typeof text === 'string'))
    throw refuse('its metadata is not a table of texts');
  return value as Record<string, string>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);

const refuse = (reason: string, cause?: unknown): OnnxError =>
  new OnnxError('format', `not a safetensors file we can read: ${reason}`, { cause });
