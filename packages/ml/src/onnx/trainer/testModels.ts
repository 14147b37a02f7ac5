/** Small models and data for the tests of the trainer. */
import {
  Graph,
  Rng,
  adam,
  adamW,
  cosineDecay,
  embeddingBag,
  float32,
  glorotUniform,
  heNormal,
  int64,
  linear,
  relu,
  softmaxCrossEntropy,
  sparseRows,
  zeros,
} from '../index.ts';
import type { Batch, FeatureList, HostTensor, TrainerOptions } from '../index.ts';

/** Two inputs, eight hidden units, two classes: enough for XOR. */
export function mlp(overrides: Partial<TrainerOptions> = {}): TrainerOptions {
  const rng = Rng.seeded(11, 'weights');
  const graph = new Graph();
  const [x, y] = [graph.input('x', 'float32', ['B', 2]), graph.input('y', 'int64', ['B'])];
  const hidden = relu(
    linear(x, graph.parameter('w1', heNormal(rng, [2, 8])), graph.parameter('b1', zeros([8]))),
  );
  const logits = linear(
    hidden,
    graph.parameter('w2', glorotUniform(rng, [8, 2])),
    graph.parameter('b2', zeros([2])),
  );
  return {
    graph,
    loss: softmaxCrossEntropy(logits, y),
    outputs: { logits },
    optimizer: adam(),
    learningRate: 0.05,
    ...overrides,
  };
}

export const xor = { x: float32([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]), y: int64([0, 1, 1, 0], [4]) };

/** A classifier of sparse features: class c has its own features 10c … 10c+9 and noise from 40 … 59. */
export function bagClassifier(overrides: Partial<TrainerOptions> = {}): TrainerOptions {
  const rng = Rng.seeded(5, 'weights');
  const graph = new Graph();
  const text = embeddingBag(graph.parameter('features', glorotUniform(rng, [60, 12])), 'text');
  const hidden = relu(text.output);
  const logits = linear(
    hidden,
    graph.parameter('w', glorotUniform(rng, [12, 4])),
    graph.parameter('b', zeros([4])),
  );
  const loss = softmaxCrossEntropy(logits, graph.input('label', 'int64', ['B']));
  return {
    graph,
    loss,
    outputs: { logits },
    optimizer: adamW(),
    learningRate: cosineDecay({ peak: 0.03, totalSteps: 60, warmupSteps: 5 }),
    clipNorm: 1,
    ...overrides,
  };
}

export function bagBatch(rng: Rng, size: number): Batch & { label: HostTensor } {
  const labels = Array.from({ length: size }, () => rng.below(4));
  const examples = labels.map((label): FeatureList => {
    const own = Array.from({ length: 1 + rng.below(3) }, () => [10 * label + rng.below(10), 1] as const);
    const noise = Array.from({ length: rng.below(4) }, () => [40 + rng.below(20), 0.5] as const);
    return [...own, ...noise];
  });
  return { text: sparseRows(examples), label: int64(labels, [size]) };
}
