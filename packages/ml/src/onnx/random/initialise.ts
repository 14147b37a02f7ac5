/** First values for parameters. */
import { OnnxError } from '../errors.ts';
import { elementCount, zerosFloat32 } from '../hostTensor.ts';
import type { HostTensor } from '../hostTensor.ts';
import type { Rng } from './rng.ts';

type Float32Tensor = HostTensor & { dtype: 'float32' };

/** All zeros: biases, and the last layer of a classifier that shall start with equal probabilities. */
export const zeros = zerosFloat32;

export function ones(shape: readonly number[]): Float32Tensor {
  return { dtype: 'float32', shape, data: new Float32Array(elementCount(shape)).fill(1) };
}

/** Even on [−limit, limit). */
export function uniform(rng: Rng, shape: readonly number[], limit: number): Float32Tensor {
  return fill(shape, () => (rng.uniform() * 2 - 1) * limit);
}

export function normal(rng: Rng, shape: readonly number[], deviation: number): Float32Tensor {
  return fill(shape, () => rng.normal() * deviation);
}

/** For layers before tanh, sigmoid or softmax: limit √(6 / (in + out)). Glorot & Bengio 2010, eq. 16. Shape `[in, out]`. */
export function glorotUniform(rng: Rng, shape: readonly number[]): Float32Tensor {
  const [fanIn, fanOut] = fans(shape);
  return uniform(rng, shape, Math.sqrt(6 / (fanIn + fanOut)));
}

/** For layers before ReLU or GELU: deviation √(2 / in). He et al. 2015, arXiv:1502.01852, eq. 10. Shape `[in, out]`. */
export function heNormal(rng: Rng, shape: readonly number[]): Float32Tensor {
  return normal(rng, shape, Math.sqrt(2 / fans(shape)[0]));
}

function fill(shape: readonly number[], draw: () => number): Float32Tensor {
  return { dtype: 'float32', shape, data: Float32Array.from({ length: elementCount(shape) }, draw) };
}

/** Inputs and outputs of one unit; leading axes (a stack of matrices) do not count. */
function fans(shape: readonly number[]): [number, number] {
  const [fanIn, fanOut] = [shape.at(-2), shape.at(-1)];
  if (fanIn === undefined || fanOut === undefined)
    throw new OnnxError('graph', `a weight matrix [in, out] is needed, not [${shape.join(', ')}]`);
  return [fanIn, fanOut];
}
