/** Arithmetic on symbolic shapes: what is known about a tensor before any data arrives. */
import { OnnxError } from '../errors.ts';
import type { Dim, Shape } from '../proto/modelProto.ts';

export type { Dim, Shape } from '../proto/modelProto.ts';

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`;

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, axis) => dim === b[axis]);

export function isStatic(shape: Shape): shape is readonly number[] {
  return shape.every((dim) => typeof dim === 'number');
}

/** NumPy broadcasting: shapes are aligned at the right, and a dimension of 1 stretches to its partner. */
export function broadcastShapes(a: Shape, b: Shape): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - (rank - a.length)] ?? 1;
    const right = b[axis - (rank - b.length)] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new OnnxError(
      'graph',
      `shapes ${showShape(a)} and ${showShape(b)} do not broadcast: ${left} meets ${right}`,
    );
  });
}

/** The axes over which a gradient of shape `from` must be summed to become a gradient of shape `to`. */
export function broadcastAxes(
  from: Shape,
  to: Shape,
): { readonly added: number[]; readonly stretched: number[] } {
  const lead = from.length - to.length;
  const axes = from.map((_, axis) => axis);
  return {
    added: axes.filter((axis) => axis < lead),
    stretched: axes.filter((axis) => axis >= lead && to[axis - lead] === 1 && from[axis] !== 1),
  };
}

/** Turns -1, -2, … into an axis counted from the left, and refuses what is outside. */
export function resolveAxis(axis: number, rank: number): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(resolved) || resolved < 0 || resolved >= rank) {
    throw new OnnxError('graph', `axis ${axis} does not exist in a tensor of rank ${rank}`);
  }
  return resolved;
}

/** The name for the sum or product of dimensions; numbers are computed, names are spelled out ('B+N', 'B*12'). */
export function combineDims(dims: readonly Dim[], operator: '+' | '*'): Dim {
  if (isStatic(dims))
    return dims.reduce((a, b) => (operator === '+' ? a + b : a * b), operator === '+' ? 0 : 1);
  return dims.join(operator);
}
