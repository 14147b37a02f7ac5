/** Sums and means over axes. */
import type { Tensor } from '../graph/graph.ts';
import { isStatic, resolveAxis } from '../graph/shape.ts';
import type { Dim, Shape } from '../graph/shape.ts';
import { elementCount } from '../hostTensor.ts';
import { div, mul } from './arithmetic.ts';
import { cast } from './logic.ts';
import { expandLike, reshape, sizeOf } from './shapes.ts';

export interface ReduceOptions {
  /** Keep reduced axes with size 1. Default false. */
  readonly keepDims?: boolean;
}

/** The sum over `axes` (default: all of them). */
export function reduceSum(x: Tensor, axes?: readonly number[], options: ReduceOptions = {}): Tensor {
  const reduced = (axes ?? x.shape.map((_, axis) => axis)).map((axis) => resolveAxis(axis, x.shape.length));
  const keepDims = options.keepDims ?? false;
  if (reduced.length === 0) return x;
  const kept = x.shape.map((dim, axis) => (reduced.includes(axis) ? 1 : dim));
  return x.graph.applyOne({
    opType: 'ReduceSum',
    inputs: [x, x.graph.indices(reduced)],
    attributes: { keepdims: { int: keepDims ? 1 : 0 } },
    output: { dtype: x.dtype, shape: keepDims ? kept : x.shape.filter((_, axis) => !reduced.includes(axis)) },
    gradient: (dy) => [expandLike(keepDims ? dy : restoreAxes(dy, kept, reduced), x), undefined],
  });
}

/** The mean over `axes` (default: all). Over a dimension known only at run time it divides by the size found there. */
export function reduceMean(x: Tensor, axes?: readonly number[], options: ReduceOptions = {}): Tensor {
  const reduced = (axes ?? x.shape.map((_, axis) => axis)).map((axis) => resolveAxis(axis, x.shape.length));
  const sizes: Shape = reduced.map((axis) => x.shape[axis] as Dim);
  const sum = reduceSum(x, axes, options);
  if (isStatic(sizes)) return mul(sum, 1 / elementCount(sizes));
  return reduced.reduce((total, axis) => div(total, reshape(cast(sizeOf(x, axis), 'float32'), [])), sum);
}

/** The largest value over `axes`. Used for numerical safety and metrics; it is not differentiated. */
export function reduceMax(x: Tensor, axes: readonly number[], options: ReduceOptions = {}): Tensor {
  const reduced = axes.map((axis) => resolveAxis(axis, x.shape.length));
  const keepDims = options.keepDims ?? false;
  return x.graph.applyOne({
    opType: 'ReduceMax',
    inputs: [x],
    attributes: { axes: { ints: reduced }, keepdims: { int: keepDims ? 1 : 0 } },
    output: {
      dtype: x.dtype,
      shape: keepDims
        ? x.shape.map((dim, axis) => (reduced.includes(axis) ? 1 : dim))
        : x.shape.filter((_, axis) => !reduced.includes(axis)),
    },
    gradient: 'none',
  });
}

/** Puts axes of size 1 back where a reduction took them away. */
function restoreAxes(x: Tensor, kept: Shape, axes: readonly number[]): Tensor {
  return x.graph.applyOne({
    opType: 'Unsqueeze',
    inputs: [x, x.graph.indices([...axes].sort((a, b) => a - b))],
    output: { dtype: x.dtype, shape: kept },
    gradient: (dy) => [reduceSum(dy, axes), undefined],
  });
}
