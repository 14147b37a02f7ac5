import {
  adam,
  float32,
  Graph,
  heNormal,
  int64,
  linear,
  permutation,
  relu,
  Rng,
  softmaxCrossEntropy,
  Trainer,
  zeros,
} from '@weft/ml/onnx';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import {
  BATCH_SIZES,
  byBatchSize,
  CLASSES,
  HIDDEN,
  INPUT,
  LEARNING_RATE,
  randomExamples,
  type TrainingSettings,
} from '../examples.ts';

/** The classifier's head as a training graph; examples are shuffled anew each epoch and batches copied together. */
export async function open({ settings }: Given): Promise<OpenSubject> {
  const wanted = settings as unknown as TrainingSettings;
  const { x, labels } = randomExamples(wanted.examples);
  const rng = Rng.seeded(3, 'order');
  const trainers = new Map<number, Trainer>();
  for (const size of BATCH_SIZES) trainers.set(size, await build());

  async function epoch(trainer: Trainer, size: number): Promise<void> {
    const order = permutation(rng, wanted.examples);
    for (let start = 0; start < wanted.examples; start += size) {
      const count = Math.min(size, wanted.examples - start);
      const batch = new Float32Array(count * INPUT);
      const classes = new BigInt64Array(count);
      for (let at = 0; at < count; at++) {
        const row = order[start + at]!;
        batch.set(x.subarray(row * INPUT, (row + 1) * INPUT), at * INPUT);
        classes[at] = BigInt(labels[row]!);
      }
      await trainer.step({ x: float32(batch, [count, INPUT]), y: int64(classes, [count]) });
    }
  }
  return {
    round: async () =>
      await byBatchSize(wanted, async (size) => {
        for (let at = 0; at < wanted.epochs; at++) await epoch(trainers.get(size)!, size);
      }),
  };
}

async function build(): Promise<Trainer> {
  const rng = Rng.seeded(1, 'weights');
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['B', INPUT]);
  const y = graph.input('y', 'int64', ['B']);
  const weight = (name: string, shape: [number, number]) => graph.parameter(name, heNormal(rng, shape));
  const bias = (name: string, size: number) => graph.parameter(name, zeros([size]));
  const hidden = relu(linear(x, weight('w1', [INPUT, HIDDEN]), bias('b1', HIDDEN)));
  const logits = linear(hidden, weight('w2', [HIDDEN, CLASSES]), bias('b2', CLASSES));
  return await Trainer.create({
    graph,
    loss: softmaxCrossEntropy(logits, y),
    outputs: { logits },
    optimizer: adam(),
    learningRate: LEARNING_RATE,
    runtime: { threads: 1 },
  });
}
