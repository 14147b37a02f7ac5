import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { add, div, minimum, mul, sqrt } from '../ops/arithmetic.ts';
import { reduceSum } from '../ops/reduce.ts';

/** The length of all gradients taken as one long vector. */
export function globalNorm(gradients: readonly Tensor[]): Tensor {
  return sqrt(gradients.map((gradient) => reduceSum(mul(gradient, gradient))).reduce((a, b) => add(a, b)));
}

/** Shortens all gradients by one common factor so that their global norm is at most `maxNorm`. Pascanu et al. 2013, arXiv:1211.5063. */
export function clipByGlobalNorm(
  gradients: readonly Tensor[],
  maxNorm: number,
): { readonly gradients: Tensor[]; readonly norm: Tensor } {
  if (!(maxNorm > 0))
    throw new OnnxError('graph', `the largest gradient norm must be above 0, not ${maxNorm}`);
  const norm = globalNorm(gradients);
  const factor = minimum(div(maxNorm, add(norm, 1e-12)), 1);
  return { norm, gradients: gradients.map((gradient) => mul(gradient, factor)) };
}
