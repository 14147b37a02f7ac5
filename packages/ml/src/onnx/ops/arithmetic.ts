/** Elementwise arithmetic with broadcasting. Numbers may stand where a tensor is expected. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { broadcastShapes } from '../graph/shape.ts';
import { sumTo } from './shapes.ts';

export type Operand = Tensor | number;

/** Makes tensors of both operands; at least one of them must be a tensor already, to know the graph. */
function operands(a: Operand, b: Operand): [Tensor, Tensor] {
  if (typeof a === 'number') {
    if (typeof b === 'number')
      throw new OnnxError('graph', 'arithmetic on two numbers needs no graph: compute it directly');
    return [b.graph.constant(a), b];
  }
  return [a, typeof b === 'number' ? a.graph.constant(b) : b];
}

function binary(
  opType: string,
  pair: [Tensor, Tensor],
  gradient: (dy: Tensor, y: Tensor) => [Tensor, Tensor],
): Tensor {
  const [a, b] = pair;
  if (a.dtype !== 'float32' || b.dtype !== 'float32')
    throw new OnnxError('graph', `${opType} needs float32, not ${a.dtype} and ${b.dtype}`);
  const y: Tensor = a.graph.applyOne({
    opType,
    inputs: pair,
    output: { dtype: 'float32', shape: broadcastShapes(a.shape, b.shape) },
    gradient: (dy) => {
      const [da, db] = gradient(dy, y);
      return [sumTo(da, a.shape), sumTo(db, b.shape)];
    },
  });
  return y;
}

export function add(x: Operand, y: Operand): Tensor {
  return binary('Add', operands(x, y), (dy) => [dy, dy]);
}

export function sub(x: Operand, y: Operand): Tensor {
  return binary('Sub', operands(x, y), (dy) => [dy, neg(dy)]);
}

export function mul(x: Operand, y: Operand): Tensor {
  const [a, b] = operands(x, y);
  return binary('Mul', [a, b], (dy) => [mul(dy, b), mul(dy, a)]);
}

export function div(x: Operand, y: Operand): Tensor {
  const [a, b] = operands(x, y);
  return binary('Div', [a, b], (dy, quotient) => [div(dy, b), neg(div(mul(dy, quotient), b))]);
}

/** The larger (or smaller) of two, elementwise; for bounds and clipping factors, not differentiated. */
export function maximum(x: Operand, y: Operand): Tensor {
  return extreme('Max', operands(x, y));
}

export function minimum(x: Operand, y: Operand): Tensor {
  return extreme('Min', operands(x, y));
}

function extreme(opType: 'Max' | 'Min', [a, b]: [Tensor, Tensor]): Tensor {
  return a.graph.applyOne({
    opType,
    inputs: [a, b],
    output: { dtype: 'float32', shape: broadcastShapes(a.shape, b.shape) },
    gradient: 'none',
  });
}

/** An elementwise function of one tensor; `derivative(x, y)` is dy/dx, which multiplies the incoming gradient. */
export function unary(opType: string, x: Tensor, derivative: (x: Tensor, y: Tensor) => Operand): Tensor {
  if (x.dtype !== 'float32') throw new OnnxError('graph', `${opType} needs float32, not ${x.dtype}`);
  const y: Tensor = x.graph.applyOne({
    opType,
    inputs: [x],
    output: { dtype: 'float32', shape: x.shape },
    gradient: (dy) => [mul(dy, derivative(x, y))],
  });
  return y;
}

export function neg(x: Tensor): Tensor {
  return x.graph.applyOne({
    opType: 'Neg',
    inputs: [x],
    output: { dtype: 'float32', shape: x.shape },
    gradient: (dy) => [neg(dy)],
  });
}

export const exp = (x: Tensor): Tensor => unary('Exp', x, (_, y) => y);
export const log = (x: Tensor): Tensor => unary('Log', x, (value) => div(1, value));
export const sqrt = (x: Tensor): Tensor => unary('Sqrt', x, (_, y) => div(0.5, y));

/** `x` to a constant power. Negative bases need an integer exponent. */
export function pow(x: Tensor, exponent: number): Tensor {
  if (exponent === 2) return mul(x, x);
  return x.graph.applyOne({
    opType: 'Pow',
    inputs: [x, x.graph.constant(exponent)],
    output: { dtype: 'float32', shape: x.shape },
    gradient: (dy) => [mul(dy, mul(exponent, pow(x, exponent - 1))), undefined],
  });
}
