/** Losses. Each is a float32 scalar: the mean over examples, weighted where weights are given. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { showShape } from '../graph/shape.ts';
import { logSoftmax } from './activations.ts';
import { div, maximum, mul, neg, sub } from './arithmetic.ts';
import { oneHot } from './gather.ts';
import { reduceMean, reduceSum } from './reduce.ts';

export interface CrossEntropyOptions {
  /**
   * Share of the target mass spread evenly over all classes, 0 ≤ s < 1. Default 0. The target of the right class is
   * 1 − s + s/C (Szegedy et al. 2016, arXiv:1512.00567 §7).
   */
  readonly smoothing?: number;
  /** One weight per example, `[B]`; 0 leaves an example out (padding). Default: all 1. */
  readonly weights?: Tensor;
}

/** Softmax cross-entropy of `logits` `[B, C]` against class ids `[B]` (int64, 0..C−1). */
export function softmaxCrossEntropy(
  logits: Tensor,
  labels: Tensor,
  options: CrossEntropyOptions = {},
): Tensor {
  const smoothing = options.smoothing ?? 0;
  const classes = logits.shape.at(-1);
  if (!(smoothing >= 0 && smoothing < 1))
    throw new OnnxError('graph', `label smoothing must be at least 0 and below 1, not ${smoothing}`);
  if (logits.shape.length !== 2 || typeof classes !== 'number' || labels.dtype !== 'int64') {
    throw new OnnxError(
      'graph',
      `cross-entropy needs logits [B, C] and int64 labels [B], not ${showShape(logits.shape)} and ${labels.dtype}`,
    );
  }
  const off = smoothing / classes;
  return crossEntropyWithTargets(logits, oneHot(labels, classes, { off, on: 1 - smoothing + off }), {
    weights: options.weights,
  });
}

/** Softmax cross-entropy of `logits` `[B, C]` against target distributions `[B, C]`, e.g. those of a teacher model. */
export function crossEntropyWithTargets(
  logits: Tensor,
  targets: Tensor,
  options: { weights?: Tensor } = {},
): Tensor {
  return weightedMean(neg(reduceSum(mul(logSoftmax(logits), targets), [1])), options.weights);
}

/** Mean squared error over all elements; with `weights` `[B]`, the weighted mean over examples of their mean. */
export function meanSquaredError(
  prediction: Tensor,
  target: Tensor,
  options: { weights?: Tensor } = {},
): Tensor {
  const error = sub(prediction, target);
  const rest = error.shape.map((_, axis) => axis).slice(1);
  return weightedMean(
    rest.length > 0 ? reduceMean(mul(error, error), rest) : mul(error, error),
    options.weights,
  );
}

/** Σ wᵢ·lᵢ / Σ wᵢ. A batch whose weights are all 0 has loss 0, not NaN. */
function weightedMean(losses: Tensor, weights?: Tensor): Tensor {
  if (!weights) return reduceMean(losses);
  return div(reduceSum(mul(losses, weights)), maximum(reduceSum(weights), 1e-12));
}
