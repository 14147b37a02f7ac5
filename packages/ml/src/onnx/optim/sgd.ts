import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { add, mul, sub } from '../ops/arithmetic.ts';
import type { DenseUpdate, Optimizer, RowsUpdate } from './optimizer.ts';

export interface SgdOptions {
  /** How much of the last direction is kept, 0 ≤ µ < 1. Default 0: plain gradient descent. */
  readonly momentum?: number;
  /** Look ahead along the new direction (Sutskever et al. 2013). Default false. */
  readonly nesterov?: boolean;
}

/** Gradient descent with heavy-ball momentum (Polyak 1964): v ← µ·v + g, p ← p − rate·v; with Nesterov p − rate·(g + µ·v). */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { momentum = 0, nesterov = false } = options;
  if (!(momentum >= 0 && momentum < 1))
    throw new OnnxError('graph', `momentum must be at least 0 and below 1, not ${momentum}`);
  if (nesterov && momentum === 0) throw new OnnxError('graph', 'Nesterov needs a momentum above 0');
  return {
    name: 'sgd',
    slots: momentum > 0 ? ['velocity'] : [],
    scalarNames: ['rate'],
    scalars: (_step, learningRate) => ({ rate: learningRate }),
    update: (update) => updateDense(update, momentum, nesterov),
    updateRows: (update) => updateRows(update, momentum, nesterov),
  };
}

function updateDense(
  { parameter, gradient, slots, scalars }: DenseUpdate,
  momentum: number,
  nesterov: boolean,
): ReturnType<Optimizer['update']> {
  const rate = scalars.rate as Tensor;
  if (!slots.velocity) return { parameter: sub(parameter, mul(gradient, rate)), slots: {} };
  const velocity = add(mul(slots.velocity, momentum), gradient);
  const direction = nesterov ? add(gradient, mul(velocity, momentum)) : velocity;
  return { parameter: sub(parameter, mul(direction, rate)), slots: { velocity } };
}

function updateRows(update: RowsUpdate, momentum: number, nesterov: boolean): void {
  const { table, slots, width, rows, gradient, scalars } = update;
  const rate = scalars.rate as number;
  const { velocity } = slots;
  for (const [index, row] of rows.entries()) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const g = gradient[index * width + column] as number;
      let direction = g;
      if (velocity) {
        const v = (velocity[at] as number) * momentum + g;
        velocity[at] = v;
        direction = nesterov ? g + v * momentum : v;
      }
      table[at] = (table[at] as number) - direction * rate;
    }
  }
}
