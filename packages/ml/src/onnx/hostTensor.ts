/**
 * A tensor that lives in JavaScript memory: what goes into a batch, what a state consists of, what a file holds.
 *
 * Three dtypes are enough for training: float32 numbers, int64 ids, and bool masks (one byte each, 0 or 1).
 */
import { OnnxError } from './errors.ts';

export type DType = 'float32' | 'int64' | 'bool';

export type HostTensor =
  | { readonly dtype: 'float32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'int64'; readonly shape: readonly number[]; readonly data: BigInt64Array }
  | { readonly dtype: 'bool'; readonly shape: readonly number[]; readonly data: Uint8Array };

export const BYTES_PER_ELEMENT: Record<DType, number> = { float32: 4, int64: 8, bool: 1 };

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** A float32 tensor. Typed arrays are used as they are, not copied; number lists are rounded to float32. */
export function float32(
  data: Float32Array | readonly number[],
  shape: readonly number[],
): HostTensor & { dtype: 'float32' } {
  const values = data instanceof Float32Array ? data : new Float32Array(data);
  checkLength(values.length, shape);
  return { dtype: 'float32', shape, data: values };
}

/** An int64 tensor, for ids and class labels. Numbers must be integers. */
export function int64(
  data: BigInt64Array | ArrayLike<number>,
  shape: readonly number[],
): HostTensor & { dtype: 'int64' } {
  const values = data instanceof BigInt64Array ? data : BigInt64Array.from(Array.from(data, BigInt));
  checkLength(values.length, shape);
  return { dtype: 'int64', shape, data: values };
}

/** A bool tensor, for masks. */
export function bool(
  data: Uint8Array | readonly boolean[],
  shape: readonly number[],
): HostTensor & { dtype: 'bool' } {
  const values = data instanceof Uint8Array ? data : Uint8Array.from(data, Number);
  checkLength(values.length, shape);
  return { dtype: 'bool', shape, data: values };
}

export function zerosFloat32(shape: readonly number[]): HostTensor & { dtype: 'float32' } {
  return { dtype: 'float32', shape, data: new Float32Array(elementCount(shape)) };
}

/** The same values in memory of their own, so that later changes on either side do not show on the other. */
export function copyTensor<T extends HostTensor>(tensor: T): T {
  return { ...tensor, shape: [...tensor.shape], data: tensor.data.slice() };
}

/** The tensor's bytes as they stand in memory (little-endian on every platform that Node runs on). */
export function bytesOf(tensor: HostTensor): Uint8Array {
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** A tensor over a private copy of `bytes`; typed arrays need alignment that a slice of a file need not have. */
export function tensorFromBytes(dtype: DType, shape: readonly number[], bytes: Uint8Array): HostTensor {
  // Not bytes.slice(): that of a Node Buffer, which is what files are read into, shares its memory.
  const { buffer } = new Uint8Array(bytes);
  switch (dtype) {
    case 'float32':
      return float32(new Float32Array(buffer), shape);
    case 'int64':
      return int64(new BigInt64Array(buffer), shape);
    case 'bool':
      return bool(new Uint8Array(buffer), shape);
  }
}

function checkLength(length: number, shape: readonly number[]): void {
  if (length !== elementCount(shape)) {
    throw new OnnxError(
      'graph',
      `a tensor of shape [${shape.join(', ')}] holds ${elementCount(shape)} values, but ${length} were given`,
    );
  }
}
