/** Layer and L2 normalisation over the last axis. */
import type { Tensor } from '../graph/graph.ts';
import { resolveAxis } from '../graph/shape.ts';
import { add, div, mul, sqrt, sub } from './arithmetic.ts';
import { reduceMean, reduceSum } from './reduce.ts';
import { sumTo } from './shapes.ts';

/**
 * Layer normalisation (Ba, Kiros & Hinton 2016, arXiv:1607.06450): (x − mean) / √(variance + ε) · gain + bias.
 *
 * The forward pass is ONNX's own operator, whose optional outputs (mean and 1/deviation) the derivative needs:
 * with x̂ the normalised input and g = dy·gain, dx = (g − mean(g) − x̂·mean(g·x̂)) / deviation.
 */
export function layerNorm(x: Tensor, gain: Tensor, bias: Tensor, options: { epsilon?: number } = {}): Tensor {
  const last = x.shape.length - 1;
  const statistics = { dtype: 'float32', shape: x.shape.with(last, 1) } as const;
  const outputs: Tensor[] = x.graph.apply({
    opType: 'LayerNormalization',
    inputs: [x, gain, bias],
    attributes: { axis: { int: -1 }, epsilon: { float: options.epsilon ?? 1e-5 } },
    outputs: [{ dtype: 'float32', shape: x.shape }, statistics, statistics],
    gradient: (dy) => {
      const [, mean, inverseDeviation] = outputs as [Tensor, Tensor, Tensor];
      const normalised = mul(sub(x, mean), inverseDeviation);
      const g = mul(dy, gain);
      const meanOf = (value: Tensor): Tensor => reduceMean(value, [last], { keepDims: true });
      const centred = sub(sub(g, meanOf(g)), mul(normalised, meanOf(mul(g, normalised))));
      return [mul(centred, inverseDeviation), sumTo(mul(dy, normalised), gain.shape), sumTo(dy, bias.shape)];
    },
  });
  return outputs[0] as Tensor;
}

/**
 * x / √(Σx² + ε) along `axis` (default: the last): rows of unit length, so that dot products are cosines.
 * ε (default 1e-12) sits under the root, where it also keeps the derivative finite for a row of zeros.
 */
export function l2Normalise(x: Tensor, options: { axis?: number; epsilon?: number } = {}): Tensor {
  const axis = resolveAxis(options.axis ?? -1, x.shape.length);
  const squares = reduceSum(mul(x, x), [axis], { keepDims: true });
  return div(x, sqrt(add(squares, options.epsilon ?? 1e-12)));
}
