/**
 * The small binary form of what is learned from a corpus (vocabularies, postings, projections): a 4-letter tag, a
 * version, then numbers and arrays in a fixed order, little-endian, each part padded to 4 bytes. Same values → same
 * bytes, and an array is read as a view, without a copy. JSON would be ten times the size and lose float bits.
 */
import { MlError } from '../errors.ts';
export class ByteWriter {
  #parts: Uint8Array[] = [];
  #size = 0;

  constructor(tag: string, version: number) {
    this.#append(Buffer.from(tag, 'latin1'));
    this.u32(version);
  }

  u32(value: number): this {
    return this.#append(asBytes(Uint32Array.of(value)));
  }

  f64(value: number): this {
    return this.#append(asBytes(Float64Array.of(value)));
  }

  text(value: string): this {
    return this.block(Buffer.from(value, 'utf8'));
  }

  block(value: Uint8Array): this {
    return this.u32(value.byteLength).#append(value);
  }

  u32s(values: Uint32Array): this {
    return this.u32(values.length).#append(asBytes(values));
  }

  f32s(values: Float32Array): this {
    return this.u32(values.length).#append(asBytes(values));
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += padded(part.byteLength);
    }
    return all;
  }

  #append(part: Uint8Array): this {
    // Copied: the caller may go on changing the array it gave.
    this.#parts.push(new Uint8Array(part));
    this.#size += padded(part.byteLength);
    return this;
  }
}

/** Reads what `ByteWriter` wrote. Every mismatch is one input error that names what was expected. */
export class ByteReader {
  readonly version: number;
  #bytes: Uint8Array;
  #at = 4;
  #what: string;

  /** @param what how people know it ("word index"), for messages  @param versions the versions that can be read */
  constructor(bytes: Uint8Array, expected: { tag: string; what: string; versions: readonly number[] }) {
    // Views of 4-byte numbers need an aligned start; a slice of a larger buffer may not have one.
    this.#bytes = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    this.#what = expected.what;
    if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== expected.tag)
      throw new MlError('input', 'bytes.wrong_kind', `these bytes are not a ${expected.what}`);
    this.version = this.u32();
    if (!expected.versions.includes(this.version))
      throw new MlError(
        'input',
        'bytes.wrong_version',
        `this ${expected.what} has format ${this.version}; this Weft reads ${expected.versions.join(', ')}: build it again`,
      );
  }

  u32(): number {
    return this.#view(4).getUint32(0, true);
  }

  f64(): number {
    return this.#view(8).getFloat64(0, true);
  }

  text(): string {
    return Buffer.from(this.block()).toString('utf8');
  }

  block(): Uint8Array {
    return this.#take(this.u32());
  }

  u32s(): Uint32Array {
    const part = this.#take(this.u32() * 4);
    return new Uint32Array(part.buffer, part.byteOffset, part.byteLength / 4);
  }

  f32s(): Float32Array {
    const part = this.#take(this.u32() * 4);
    return new Float32Array(part.buffer, part.byteOffset, part.byteLength / 4);
  }

  /** Call last: bytes left over mean that writer and reader disagree. */
  end(): void {
    if (this.#at !== this.#bytes.byteLength) throw this.#damaged();
  }

  #view(length: number): DataView {
    const part = this.#take(length);
    return new DataView(part.buffer, part.byteOffset, length);
  }

  #take(length: number): Uint8Array {
    const from = this.#at;
    if (from + length > this.#bytes.byteLength) throw this.#damaged();
    this.#at = from + padded(length);
    return this.#bytes.subarray(from, from + length);
  }

  #damaged(): MlError {
    return new MlError(
      'input',
      'bytes.damaged',
      `this ${this.#what} is damaged or cut short: build it again`,
    );
  }
}

const padded = (length: number): number => (length + 3) & ~3;

const asBytes = (values: Uint32Array | Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
