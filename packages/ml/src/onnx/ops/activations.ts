/** Activation functions and softmax. */
import type { Tensor } from '../graph/graph.ts';
import { resolveAxis } from '../graph/shape.ts';
import { add, exp, mul, neg, sub, unary } from './arithmetic.ts';
import { cast, greater } from './logic.ts';
import { reduceSum } from './reduce.ts';

/** max(x, 0). The derivative at 0 is taken as 0. */
export const relu = (x: Tensor): Tensor =>
  unary('Relu', x, (value) => cast(greater(value, value.graph.constant(0)), 'float32'));

export const tanh = (x: Tensor): Tensor => unary('Tanh', x, (_, y) => sub(1, mul(y, y)));

export const sigmoid = (x: Tensor): Tensor => unary('Sigmoid', x, (_, y) => mul(y, sub(1, y)));

/** The error function; its derivative is 2/√π · e^(−x²). */
export const erf = (x: Tensor): Tensor =>
  unary('Erf', x, (value) => mul(2 / Math.sqrt(Math.PI), exp(neg(mul(value, value)))));

/** x·Φ(x), exact (not the tanh approximation). Hendrycks & Gimpel 2016, arXiv:1606.08415. */
export function gelu(x: Tensor): Tensor {
  return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
}

/** e^x normalised to sum 1 along `axis` (default: the last). */
export function softmax(x: Tensor, axis = -1): Tensor {
  const at = resolveAxis(axis, x.shape.length);
  const y: Tensor = x.graph.applyOne({
    opType: 'Softmax',
    inputs: [x],
    attributes: { axis: { int: at } },
    output: { dtype: 'float32', shape: x.shape },
    gradient: (dy) => [mul(y, sub(dy, reduceSum(mul(dy, y), [at], { keepDims: true })))],
  });
  return y;
}

/** log(softmax(x)), computed without the overflow and underflow of doing both in turn. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  const at = resolveAxis(axis, x.shape.length);
  const y: Tensor = x.graph.applyOne({
    opType: 'LogSoftmax',
    inputs: [x],
    attributes: { axis: { int: at } },
    output: { dtype: 'float32', shape: x.shape },
    gradient: (dy) => [sub(dy, mul(exp(y), reduceSum(dy, [at], { keepDims: true })))],
  });
  return y;
}
