/**
 * The Protocol Buffers wire format: just enough to write and read ONNX files.
 *
 * Why by hand: the format is a page long (https://protobuf.dev/programming-guides/encoding/), a generated ONNX
 * schema is 40 times that, and a reader of our own can refuse what we never want to load.
 *
 * A message under construction is a list of byte chunks which is joined once at the end: nested messages are not
 * copied again at every level, so a model with 200 MB of weights costs 200 MB, not a multiple.
 */
import { OnnxError } from '../errors.ts';

export type Message = Uint8Array[];

const WIRE_VARINT = 0;
const WIRE_FIXED64 = 1;
const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value)); // negative numbers take the two's complement, ten bytes long
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

const tag = (field: number, wire: number): Uint8Array => varint((field << 3) | wire);

export function varintField(field: number, value: number | bigint): Message {
  return [tag(field, WIRE_VARINT), varint(value)];
}

export function floatField(field: number, value: number): Message {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [tag(field, WIRE_FIXED32), bytes];
}

export function bytesField(field: number, bytes: Uint8Array): Message {
  return [tag(field, WIRE_BYTES), varint(bytes.byteLength), bytes];
}

export function stringField(field: number, text: string): Message {
  return bytesField(field, encoder.encode(text));
}

export function messageField(field: number, message: Message): Message {
  const length = message.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  return [tag(field, WIRE_BYTES), varint(length), ...message];
}

/** Joins a finished message. Protobuf readers, onnxruntime's included, stop at 2 GiB. */
export function joinMessage(message: Message): Uint8Array {
  const length = message.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  if (length >= 2 ** 31) {
    throw new OnnxError(
      'format',
      `the model would be ${length} bytes; an ONNX file ends at 2 GiB. Use fewer features or a smaller hidden size`,
    );
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of message) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** One field as it stands in the file; the caller knows from `number` what the value means. */
export type Field =
  | { readonly number: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly number: number; readonly kind: 'fixed32' | 'fixed64'; readonly value: Uint8Array };

/** Walks the fields of one message. Every length is checked against the bytes that are really there. */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  let offset = 0;

  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[offset++];
      if (byte === undefined) throw truncated();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new OnnxError('format', 'not an ONNX file: a number is longer than ten bytes');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.byteLength - offset) throw truncated();
    offset += length;
    return bytes.subarray(offset - length, offset);
  };

  while (offset < bytes.byteLength) {
    const key = Number(readVarint());
    const number = Math.floor(key / 8);
    if (number === 0) throw new OnnxError('format', 'not an ONNX file: field number 0');
    switch (key % 8) {
      case WIRE_VARINT:
        yield { number, kind: 'varint', value: readVarint() };
        break;
      case WIRE_BYTES:
        yield { number, kind: 'bytes', value: take(Number(readVarint())) };
        break;
      case WIRE_FIXED32:
        yield { number, kind: 'fixed32', value: take(4) };
        break;
      case WIRE_FIXED64:
        yield { number, kind: 'fixed64', value: take(8) };
        break;
      default:
        throw new OnnxError('format', `not an ONNX file: unknown wire type ${key % 8}`);
    }
  }
}

export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new OnnxError('format', 'not an ONNX file: a name is not UTF-8', { cause });
  }
}

const truncated = (): OnnxError =>
  new OnnxError('format', 'the ONNX file ends in the middle of a field: it was cut short or damaged');
