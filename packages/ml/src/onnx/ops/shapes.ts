/** Operators that move values without computing: reshape, transpose, concat, slice, expand, and sums over broadcasts. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { broadcastAxes, combineDims, isStatic, resolveAxis, sameShape, showShape } from '../graph/shape.ts';
import type { Dim, Shape } from '../graph/shape.ts';
import { reduceSum } from './reduce.ts';

/** The tensor's shape as an int64 vector: a constant where it is known, otherwise read at run time. */
export function shapeOf(x: Tensor): Tensor {
  if (isStatic(x.shape)) return x.graph.indices(x.shape);
  return x.graph.applyOne({
    opType: 'Shape',
    inputs: [x],
    output: { dtype: 'int64', shape: [x.shape.length] },
    gradient: 'none',
  });
}

/** The size of one axis as an int64 vector of length 1. */
export function sizeOf(x: Tensor, axis: number): Tensor {
  const dim = x.shape[axis];
  if (typeof dim === 'number') return x.graph.indices([dim]);
  return x.graph.applyOne({
    opType: 'Shape',
    inputs: [x],
    attributes: { start: { int: axis }, end: { int: axis + 1 } },
    output: { dtype: 'int64', shape: [1] },
    gradient: 'none',
  });
}

/**
 * The same values in the same order under another shape. Named dimensions may be kept, and at most one may be new
 * (such as 'B*T' for two that merge); its size is then what remains.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const inferred = shape.filter((dim, axis) => typeof dim === 'string' && dim !== x.shape[axis]);
  const fits =
    isStatic(x.shape) && isStatic(shape)
      ? combineDims(x.shape, '*') === combineDims(shape, '*')
      : inferred.length <= 1;
  if (!fits) throw new OnnxError('graph', `cannot reshape ${showShape(x.shape)} to ${showShape(shape)}`);
  // ONNX: 0 copies the input's dimension at that place, -1 is what remains.
  const target = shape.map((dim, axis) => (typeof dim === 'number' ? dim : dim === x.shape[axis] ? 0 : -1));
  return reshapeTo(x, x.graph.indices(target), shape);
}

function reshapeTo(x: Tensor, target: Tensor, shape: Shape): Tensor {
  return x.graph.applyOne({
    opType: 'Reshape',
    inputs: [x, target],
    output: { dtype: x.dtype, shape },
    gradient: (dy) => [reshapeTo(dy, shapeOf(x), x.shape), undefined],
  });
}

/** Axis `i` of the result is axis `permutation[i]` of `x`. Default: all axes reversed. */
export function transpose(
  x: Tensor,
  permutation: readonly number[] = x.shape.map((_, axis) => x.shape.length - 1 - axis),
): Tensor {
  if (
    [...permutation].sort((a, b) => a - b).some((axis, index) => axis !== index) ||
    permutation.length !== x.shape.length
  ) {
    throw new OnnxError(
      'graph',
      `[${permutation.join(', ')}] does not permute the axes of ${showShape(x.shape)}`,
    );
  }
  const inverse = x.shape.map((_, axis) => permutation.indexOf(axis));
  return x.graph.applyOne({
    opType: 'Transpose',
    inputs: [x],
    attributes: { perm: { ints: permutation } },
    output: { dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis] as Dim) },
    gradient: (dy) => [transpose(dy, inverse)],
  });
}

/** Joins tensors along one axis; all other dimensions must agree. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  if (!first) throw new OnnxError('graph', 'concat needs at least one tensor');
  const at = resolveAxis(axis, first.shape.length);
  for (const { shape, dtype } of parts) {
    const agrees =
      shape.length === first.shape.length &&
      shape.every((dim, index) => index === at || dim === first.shape[index]);
    if (!agrees || dtype !== first.dtype) {
      throw new OnnxError(
        'graph',
        `cannot concatenate ${showShape(first.shape)} and ${showShape(shape)} along axis ${at}`,
      );
    }
  }
  const joined = combineDims(
    parts.map((part) => part.shape[at] as Dim),
    '+',
  );
  return first.graph.applyOne({
    opType: 'Concat',
    inputs: parts,
    attributes: { axis: { int: at } },
    output: { dtype: first.dtype, shape: first.shape.with(at, joined) },
    gradient: (dy) => split(dy, parts, at),
  });
}

/** Cuts `x` along an axis into pieces of the same sizes as `like`. */
function split(x: Tensor, like: readonly Tensor[], axis: number): Tensor[] {
  const sizes = like.map((part) => sizeOf(part, axis));
  const lengths = sizes.every(({ source }) => source.kind === 'constant')
    ? x.graph.indices(like.map((part) => part.shape[axis] as number))
    : concat(sizes, 0);
  const pieces = x.graph.apply({
    opType: 'Split',
    inputs: [x, lengths],
    attributes: { axis: { int: axis } },
    outputs: like.map(({ shape }) => ({ dtype: x.dtype, shape })),
    gradient: 'none',
  });
  return pieces;
}

/** `x[start:end]` along an axis of known size; negative numbers count from the end, as in NumPy. */
export function slice(x: Tensor, range: { axis: number; start: number; end?: number }): Tensor {
  const axis = resolveAxis(range.axis, x.shape.length);
  const size = x.shape[axis];
  if (typeof size !== 'number')
    throw new OnnxError('graph', `cannot slice axis ${axis} of ${showShape(x.shape)}: its size is not known`);
  const position = (value: number): number => Math.min(size, Math.max(0, value < 0 ? value + size : value));
  const start = position(range.start);
  const end = position(range.end ?? size);
  if (start >= end)
    throw new OnnxError(
      'graph',
      `the slice ${range.start}..${range.end ?? ''} of ${showShape(x.shape)} is empty`,
    );
  const { graph } = x;
  return graph.applyOne({
    opType: 'Slice',
    inputs: [x, graph.indices([start]), graph.indices([end]), graph.indices([axis])],
    output: { dtype: x.dtype, shape: x.shape.with(axis, end - start) },
    gradient: (dy) => [pad(dy, { axis, before: start, after: size - end }), undefined, undefined, undefined],
  });
}

/** Zeros before and after, along one axis of known size. */
function pad(x: Tensor, range: { axis: number; before: number; after: number }): Tensor {
  const { axis, before, after } = range;
  const size = x.shape[axis] as number;
  const pads = [
    ...x.shape.map((_, at) => (at === axis ? before : 0)),
    ...x.shape.map((_, at) => (at === axis ? after : 0)),
  ];
  return x.graph.applyOne({
    opType: 'Pad',
    inputs: [x, x.graph.indices(pads), x.graph.constant(0)],
    output: { dtype: x.dtype, shape: x.shape.with(axis, before + size + after) },
    gradient: (dy) => [slice(dy, { axis, start: before, end: before + size }), undefined, undefined],
  });
}

/** Repeats `x` to the shape of `like`, by the rules of broadcasting. */
export function expandLike(x: Tensor, like: Tensor): Tensor {
  if (sameShape(x.shape, like.shape)) return x;
  return x.graph.applyOne({
    opType: 'Expand',
    inputs: [x, shapeOf(like)],
    output: { dtype: x.dtype, shape: like.shape },
    gradient: (dy) => [sumTo(dy, x.shape), undefined],
  });
}

/** The reverse of broadcasting: sums `x` over the axes along which a tensor of `shape` had been repeated. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const { added, stretched } = broadcastAxes(x.shape, shape);
  const kept = stretched.length > 0 ? reduceSum(x, stretched, { keepDims: true }) : x;
  return added.length > 0 ? reduceSum(kept, added) : kept;
}
