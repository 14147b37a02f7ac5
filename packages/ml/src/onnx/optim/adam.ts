import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { add, div, mul, sqrt, sub } from '../ops/arithmetic.ts';
import type { DenseUpdate, Optimizer, RowsUpdate } from './optimizer.ts';

export interface AdamOptions {
  /** How much of the mean gradient is kept per step. Default 0.9. */
  readonly beta1?: number;
  /** How much of the mean squared gradient is kept per step. Default 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite. Default 1e-8. */
  readonly epsilon?: number;
}

export interface AdamWOptions extends AdamOptions {
  /** Each step takes rate·weightDecay of the value itself away, apart from the gradient. Default 0.01. */
  readonly weightDecay?: number;
}

/** Kingma & Ba 2015, arXiv:1412.6980, algorithm 1. */
export function adam(options: AdamOptions = {}): Optimizer {
  return create('adam', options, 0);
}

/** Adam with decoupled weight decay: Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 2. */
export function adamW(options: AdamWOptions = {}): Optimizer {
  return create('adamw', options, options.weightDecay ?? 0.01);
}

/**
 * m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²,  p ← p − rate · (m/c₁) / (√(v/c₂) + ε),  c = 1 − β^t.
 *
 * The corrections c are folded into two numbers per step, √c₂/c₁·rate and ε·√c₂, which leaves the result the same and
 * saves two passes over every parameter. They are computed from the step alone, in float64: frameworks that multiply
 * β^t up as state must save it exactly, or a resumed run differs in the last bits.
 */
function create(name: string, options: AdamOptions, weightDecay: number): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0)) {
    throw new OnnxError(
      'graph',
      `${name} needs 0 ≤ beta < 1, epsilon > 0 and weightDecay ≥ 0, not ${beta1}, ${beta2}, ${epsilon}, ${weightDecay}`,
    );
  }
  const betas = { beta1, beta2 };
  return {
    name,
    slots: ['mean', 'square'],
    scalarNames: weightDecay > 0 ? ['rate', 'epsilon', 'keep'] : ['rate', 'epsilon'],
    scalars(step, learningRate) {
      const root = Math.sqrt(1 - beta2 ** (step + 1));
      const rate = (learningRate * root) / (1 - beta1 ** (step + 1));
      const scalars = { rate, epsilon: epsilon * root };
      return weightDecay > 0 ? { ...scalars, keep: 1 - learningRate * weightDecay } : scalars;
    },
    update: (update) => updateDense(update, betas),
    updateRows: (update) => updateRows(update, betas),
  };
}

interface Betas {
  readonly beta1: number;
  readonly beta2: number;
}

function updateDense(
  { parameter, gradient, slots, scalars, decay }: DenseUpdate,
  { beta1, beta2 }: Betas,
): ReturnType<Optimizer['update']> {
  const { rate, epsilon, keep } = scalars as { rate: Tensor; epsilon: Tensor; keep?: Tensor };
  const past = slots as { mean: Tensor; square: Tensor };
  const mean = add(mul(past.mean, beta1), mul(gradient, 1 - beta1));
  const square = add(mul(past.square, beta2), mul(mul(gradient, gradient), 1 - beta2));
  const kept = keep && decay ? mul(parameter, keep) : parameter;
  const change = div(mul(mean, rate), add(sqrt(square), epsilon));
  return { parameter: sub(kept, change), slots: { mean, square } };
}

/**
 * Lazy Adam: rows that the batch does not touch keep their value, mean and square, where plain Adam would go on moving
 * them along their old mean.
 *
 * Arithmetic is in float64 and rounded when stored: as exact on every machine as float32 would be, closer to the formula,
 * and 2.4 times as fast as rounding each intermediate (6,500 rows of 77: 2.3 ms against 5.4 ms).
 */
function updateRows(update: RowsUpdate, { beta1, beta2 }: Betas): void {
  const { table, slots, width, rows, gradient, scalars, decay } = update;
  const { mean, square } = slots as { mean: Float32Array; square: Float32Array };
  const { rate, epsilon } = scalars as { rate: number; epsilon: number };
  const keep = decay ? (scalars.keep ?? 1) : 1;
  for (let index = 0; index < rows.length; index++) {
    const start = (rows[index] as number) * width;
    const gradientStart = index * width;
    for (let column = 0; column < width; column++) {
      const at = start + column;
      const g = gradient[gradientStart + column] as number;
      const m = (mean[at] as number) * beta1 + g * (1 - beta1);
      const v = (square[at] as number) * beta2 + g * g * (1 - beta2);
      mean[at] = m;
      square[at] = v;
      table[at] = (table[at] as number) * keep - (m * rate) / (Math.sqrt(v) + epsilon);
    }
  }
}
