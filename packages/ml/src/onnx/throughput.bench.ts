/**
 * Examples per second of a 384-256-77 classifier with Adam, one thread: `node throughput.bench.ts [threads]`.
 *
 * Batches are cut from the data inside the timed loop, as in real training. CPU over wall time is printed because a
 * figure from a disturbed machine is worthless; near 1 (plus garbage collection) means that it was not.
 */
import {
  Graph,
  Rng,
  Trainer,
  adam,
  float32,
  heNormal,
  int64,
  linear,
  relu,
  softmaxCrossEntropy,
  zeros,
} from './index.ts';

const [INPUT, HIDDEN, CLASSES, EXAMPLES, EPOCHS] = [384, 256, 77, 5120, 8];

async function build(threads: number): Promise<Trainer> {
  const rng = Rng.seeded(1, 'weights');
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['B', INPUT]);
  const y = graph.input('y', 'int64', ['B']);
  const hidden = relu(
    linear(
      x,
      graph.parameter('hidden/weight', heNormal(rng, [INPUT, HIDDEN])),
      graph.parameter('hidden/bias', zeros([HIDDEN])),
    ),
  );
  const logits = linear(
    hidden,
    graph.parameter('output/weight', heNormal(rng, [HIDDEN, CLASSES])),
    graph.parameter('output/bias', zeros([CLASSES])),
  );
  return Trainer.create({
    graph,
    loss: softmaxCrossEntropy(logits, y),
    outputs: { logits },
    optimizer: adam(),
    learningRate: 1e-3,
    runtime: { threads },
  });
}

const threads = Number(process.argv[2] ?? 1);
const rng = Rng.seeded(2, 'data');
const data = Float32Array.from({ length: EXAMPLES * INPUT }, () => rng.uniform() * 2 - 1);
const labels = BigInt64Array.from({ length: EXAMPLES }, () => BigInt(rng.below(CLASSES)));

for (const size of [64, 512]) {
  const trainer = await build(threads);
  const epoch = async (): Promise<void> => {
    for (let start = 0; start + size <= EXAMPLES; start += size) {
      const x = float32(data.subarray(start * INPUT, (start + size) * INPUT), [size, INPUT]);
      await trainer.step({ x, y: int64(labels.subarray(start, start + size), [size]) });
    }
  };
  await epoch();
  const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
  for (let round = 0; round < EPOCHS; round++) await epoch();
  const seconds = (performance.now() - began) / 1e3;
  const cpu = process.cpuUsage(cpuBefore);
  const rate = Math.round((EXAMPLES * EPOCHS) / seconds);
  process.stdout.write(
    `batch ${size}: ${rate} examples/s, cpu/wall ${((cpu.user + cpu.system) / 1e6 / seconds).toFixed(2)}\n`,
  );
  await trainer.dispose();
}
