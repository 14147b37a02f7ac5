/** The trainer as a whole: it learns, it repeats itself to the bit, it resumes exactly, it exports what it predicts. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  Graph,
  Rng,
  Trainer,
  adam,
  embeddingBag,
  float32,
  fromOrt,
  glorotUniform,
  infoNce,
  inspectModel,
  int64,
  l2Normalise,
  linear,
  mul,
  openSession,
  padRows,
  reduceMean,
  sgd,
  softmaxCrossEntropy,
  sparseRows,
  toOrt,
} from '../index.ts';
import type { HostTensor, TrainerOptions } from '../index.ts';
import { bagBatch, bagClassifier, mlp, xor } from './testModels.ts';

const trainers: Trainer[] = [];
afterEach(async () => {
  await Promise.all(trainers.splice(0).map((trainer) => trainer.dispose()));
});

async function create(options: TrainerOptions): Promise<Trainer> {
  const trainer = await Trainer.create(options);
  trainers.push(trainer);
  return trainer;
}

const argmax = (logits: HostTensor | undefined, classes: number): number[] => {
  const values = Array.from(logits?.data as Float32Array);
  return Array.from({ length: values.length / classes }, (_, row) => {
    const own = values.slice(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
};

describe('a trainer', () => {
  it('learns XOR, which no linear model can', async () => {
    const trainer = await create(mlp());
    const first = await trainer.step(xor);
    expect(first).toMatchObject({ step: 1, learningRate: 0.05, metrics: {} });
    let last = first;
    for (let step = 1; step < 200; step++) last = await trainer.step(xor);
    expect(last.loss).toBeLessThan(0.02);
    expect(argmax((await trainer.predict({ x: xor.x })).logits, 2)).toEqual([0, 1, 1, 0]);
  });

  it('learns a classifier over sparse features, with examples it has not seen', async () => {
    const trainer = await create(bagClassifier());
    const rng = Rng.seeded(1, 'data');
    for (let step = 0; step < 60; step++) await trainer.step(bagBatch(rng, 16));
    const test = bagBatch(rng, 200);
    const predicted = argmax((await trainer.predict(test)).logits, 4);
    expect(
      predicted.filter((label, index) => BigInt(label) === test.label.data[index]).length,
    ).toBeGreaterThan(195);
  });

  it('learns two towers over one shared table with InfoNCE', async () => {
    const rng = Rng.seeded(3, 'weights');
    const graph = new Graph();
    const table = graph.parameter('table', glorotUniform(rng, [40, 8]));
    const [query, document] = [embeddingBag(table, 'query'), embeddingBag(table, 'document')];
    const scale = graph.parameter('scale', {
      dtype: 'float32',
      shape: [8],
      data: new Float32Array(8).fill(1),
    });
    const [queries, documents] = [query, document].map(({ output }) => l2Normalise(mul(output, scale))) as [
      never,
      never,
    ];
    const trainer = await create({
      graph,
      loss: infoNce({ queries, documents, temperature: 0.1 }),
      outputs: { queries },
      optimizer: adam(),
      learningRate: 0.02,
    });
    // Query i is feature i, its document feature 20 + i: nothing but training can tell that they belong together.
    const pairs = (offset: number) =>
      sparseRows(Array.from({ length: 20 }, (_, index) => [[offset + index, 1] as const]));
    const batch = { query: pairs(0), document: pairs(20) };
    const first = await trainer.step(batch);
    let last = first;
    for (let step = 0; step < 150; step++) last = await trainer.step(batch);
    expect(first.loss).toBeGreaterThan(2);
    expect(last.loss).toBeLessThan(0.1);
  });

  it.each([
    ['dense parameters', () => mlp(), () => xor],
    ['a table, a schedule, clipping and weight decay', () => bagClassifier(), (rng: Rng) => bagBatch(rng, 8)],
    ['momentum', () => bagClassifier({ optimizer: sgd({ momentum: 0.9 }) }), (rng: Rng) => bagBatch(rng, 8)],
  ])('resumes at step 7 of 20 to the same bits, with %s', async (_, options, nextBatch) => {
    const whole = await create(options());
    let rng = Rng.seeded(9, 'data');
    for (let step = 0; step < 20; step++) await whole.step(nextBatch(rng));

    const before = await create(options());
    rng = Rng.seeded(9, 'data');
    for (let step = 0; step < 7; step++) await before.step(nextBatch(rng));
    const [saved, position] = [before.saveSafetensors(), rng.state()];

    const after = await create(options());
    await after.loadSafetensors(saved);
    expect(after.stepsTaken).toBe(7);
    rng = Rng.fromState(position);
    for (let step = 7; step < 20; step++) await after.step(nextBatch(rng));
    expect(after.saveSafetensors()).toEqual(whole.saveSafetensors());
    expect(after.exportModel()).toEqual(whole.exportModel());
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const train = async (seed: number): Promise<Uint8Array> => {
      const trainer = await create(bagClassifier());
      const rng = Rng.seeded(seed, 'data');
      for (let step = 0; step < 5; step++) await trainer.step(bagBatch(rng, 8));
      return trainer.saveSafetensors();
    };
    expect(await train(1)).toEqual(await train(1));
    expect(await train(1)).not.toEqual(await train(2));
  });

  it('predicts with other weights after each step', async () => {
    const trainer = await create(mlp());
    const before = await trainer.predict(xor);
    await trainer.step(xor);
    expect((await trainer.predict(xor)).logits).not.toEqual(before.logits);
  });

  it('exports a model that needs no trainer and gives the same outputs to the bit', async () => {
    const trainer = await create(bagClassifier());
    const rng = Rng.seeded(2, 'data');
    for (let step = 0; step < 5; step++) await trainer.step(bagBatch(rng, 8));
    const bytes = trainer.exportModel({ metadata: { task: 'classification' } });
    const summary = inspectModel(bytes);
    expect(summary.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['text.ids', ['B', 'text.K']],
      ['text.weights', ['B', 'text.K']],
    ]);
    expect(summary.metadata).toEqual({ task: 'classification' });
    expect(summary.initializers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['features', 'w', 'b']),
    );

    const text = sparseRows([
      [
        [3, 1],
        [41, 0.5],
      ],
      [],
      [[17, 2]],
    ]);
    const { ids, weights } = padRows(text);
    const session = await openSession(bytes);
    const results = await session.run({ 'text.ids': toOrt(ids), 'text.weights': toOrt(weights) });
    expect(fromOrt(results.logits!)).toEqual((await trainer.predict({ text })).logits);
    await session.release();
  });

  it('updates a table through the bag exactly as automatic differentiation of the whole graph would', async () => {
    // The same model with the table as an ordinary parameter: a multi-hot matrix instead of a bag.
    const table = glorotUniform(Rng.seeded(4), [6, 3]);
    const build = (input: 'bag' | 'dense'): TrainerOptions => {
      const graph = new Graph();
      const parameter = graph.parameter('table', table);
      const hidden =
        input === 'bag'
          ? embeddingBag(parameter, 'text').output
          : linear(graph.input('x', 'float32', ['B', 6]), parameter);
      const loss = softmaxCrossEntropy(
        linear(hidden, graph.parameter('w', glorotUniform(Rng.seeded(6), [3, 2]))),
        graph.input('y', 'int64', ['B']),
      );
      return { graph, loss, outputs: { hidden }, optimizer: adam(), learningRate: 0.01 };
    };
    const [bag, dense] = [await create(build('bag')), await create(build('dense'))];
    const y = int64([0, 1], [2]);
    // Feature 2 occurs in both examples and twice in the first; every row is touched, so lazy and dense Adam agree.
    const text = sparseRows([
      [
        [2, 1],
        [0, 0.5],
        [2, 0.25],
      ],
      [
        [1, 1],
        [3, 1],
        [4, -1],
        [5, 2],
        [2, 1],
      ],
    ]);
    const x = float32([0.5, 0, 1.25, 0, 0, 0, 0, 1, 1, 1, -1, 2], [2, 6]);
    for (let step = 0; step < 5; step++) {
      const [a, b] = [await bag.step({ text, y }), await dense.step({ x, y })];
      expect(a.loss).toBeCloseTo(b.loss, 5);
    }
    const [a, b] = [bag.exportState(), dense.exportState()];
    for (const [name, tensor] of a)
      for (const [index, value] of tensor.data.entries())
        expect(Number(value)).toBeCloseTo(Number(b.get(name)?.data[index]), 5);
  });

  it('leaves frozen parameters and frozen tables as they are', async () => {
    const options = bagClassifier();
    const frozen = options.graph.parameters.filter(({ name }) => name !== 'b');
    const trainer = await create({ ...options, frozen });
    const before = inspect(trainer);
    await trainer.step(bagBatch(Rng.seeded(1), 8));
    const after = inspect(trainer);
    expect([...after.keys()].filter((name) => after.get(name) !== before.get(name))).toEqual([
      'adamw.mean/b',
      'adamw.square/b',
      'b',
      'trainer/step',
    ]);
  });

  it('reports the gradient norm before clipping, and metrics', async () => {
    const options = mlp({ clipNorm: 0.001, optimizer: sgd(), learningRate: 1 });
    const confidence = reduceMean(options.outputs.logits!);
    const trainer = await create({ ...options, metrics: { confidence } });
    const before = trainer.exportState();
    const report = await trainer.step(xor);
    expect(report.gradientNorm).toBeGreaterThan(0.01);
    expect(report.metrics.confidence).toEqual(expect.any(Number));
    const after = trainer.exportState();
    let squares = 0;
    for (const name of ['w1', 'b1', 'w2', 'b2']) {
      for (const [index, value] of Array.from(after.get(name)?.data as Float32Array).entries()) {
        squares += (value - Number(before.get(name)?.data[index])) ** 2;
      }
    }
    expect(Math.sqrt(squares)).toBeCloseTo(0.001, 6);
  });
});

const inspect = (trainer: Trainer): Map<string, string> =>
  new Map(
    [...trainer.exportState()]
      .map(([name, { data }]): [string, string] => [name, data.join()])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
