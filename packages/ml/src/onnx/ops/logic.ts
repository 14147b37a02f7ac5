/** Comparisons, choices and casts. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { broadcastShapes } from '../graph/shape.ts';
import type { DType } from '../hostTensor.ts';
import { ELEMENT_TYPE } from '../proto/modelProto.ts';
import { sumTo } from './shapes.ts';

function compare(opType: 'Greater' | 'Equal' | 'Less', a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== b.dtype)
    throw new OnnxError('graph', `${opType} needs equal dtypes, not ${a.dtype} and ${b.dtype}`);
  return a.graph.applyOne({
    opType,
    inputs: [a, b],
    output: { dtype: 'bool', shape: broadcastShapes(a.shape, b.shape) },
    gradient: 'none',
  });
}

export const greater = (a: Tensor, b: Tensor): Tensor => compare('Greater', a, b);
export const less = (a: Tensor, b: Tensor): Tensor => compare('Less', a, b);
export const equal = (a: Tensor, b: Tensor): Tensor => compare('Equal', a, b);

/** `a` where the mask is true, `b` elsewhere; all three broadcast. */
export function where(mask: Tensor, a: Tensor, b: Tensor): Tensor {
  if (mask.dtype !== 'bool') throw new OnnxError('graph', `where needs a bool mask, not ${mask.dtype}`);
  if (a.dtype !== b.dtype)
    throw new OnnxError('graph', `where needs equal dtypes, not ${a.dtype} and ${b.dtype}`);
  const shape = broadcastShapes(mask.shape, broadcastShapes(a.shape, b.shape));
  const zero = a.graph.constant(0);
  return a.graph.applyOne({
    opType: 'Where',
    inputs: [mask, a, b],
    output: { dtype: a.dtype, shape },
    gradient: (dy) => [
      undefined,
      sumTo(where(mask, dy, zero), a.shape),
      sumTo(where(mask, zero, dy), b.shape),
    ],
  });
}

/** Converts the dtype. Casts between numbers of different kinds have no gradient. */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  return x.graph.applyOne({
    opType: 'Cast',
    inputs: [x],
    attributes: { to: { int: ELEMENT_TYPE[dtype] } },
    output: { dtype, shape: x.shape },
    gradient: 'none',
  });
}

/** The same value, through which no gradient flows: for targets and statistics computed from trained tensors. */
export function stopGradient(x: Tensor): Tensor {
  return x.graph.applyOne({
    opType: 'Identity',
    inputs: [x],
    output: { dtype: x.dtype, shape: x.shape },
    gradient: 'none',
  });
}
