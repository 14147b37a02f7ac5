/** The values of losses against the same formulas in float64. Their derivatives are in gradients.test.ts. */
import { describe, expect, it } from 'vitest';
import { emitModel } from '../graph/emit.ts';
import { Graph } from '../graph/graph.ts';
import { bool, float32, int64 } from '../hostTensor.ts';
import { encodeModel } from '../proto/encodeModel.ts';
import { openSession, toOrt } from '../runtime/openSession.ts';
import type { HostTensor } from '../hostTensor.ts';
import type { Tensor } from '../graph/graph.ts';
import { infoNce } from './contrastive.ts';
import { crossEntropyWithTargets, meanSquaredError, softmaxCrossEntropy } from './losses.ts';

async function evaluate(
  inputs: Record<string, HostTensor>,
  build: (tensors: Record<string, Tensor>) => Tensor,
): Promise<number> {
  const graph = new Graph();
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, { dtype, shape }]) => [name, graph.input(name, dtype, shape)]),
  );
  const session = await openSession(encodeModel(emitModel({ graph, outputs: { loss: build(tensors) } })));
  const feeds = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, toOrt(value)]));
  const { loss } = await session.run(feeds);
  await session.release();
  return Number(loss?.data[0]);
}

const logSumExp = (values: number[]): number =>
  Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
const logits = [
  [1, 2, -1],
  [0.5, -2, 3],
];
const z = float32(logits.flat(), [2, 3]);
const logP = logits.map((row) => row.map((value) => value - logSumExp(row)));
const p = (row: number, column: number): number => logP[row]?.[column] as number;

describe('softmaxCrossEntropy', () => {
  it('is the mean negative log probability of the right classes', async () => {
    const loss = await evaluate({ z, y: int64([1, 0], [2]) }, ({ z: a, y }) =>
      softmaxCrossEntropy(a as Tensor, y as Tensor),
    );
    expect(loss).toBeCloseTo(-(p(0, 1) + p(1, 0)) / 2, 5);
  });

  it('spreads the smoothed share over all classes and weighs examples', async () => {
    const s = 0.3;
    const example = (row: number, label: number): number =>
      -[0, 1, 2].reduce((sum, column) => sum + p(row, column) * (s / 3 + (column === label ? 1 - s : 0)), 0);
    const loss = await evaluate({ z, y: int64([1, 0], [2]), w: float32([1, 3], [2]) }, ({ z: a, y, w }) =>
      softmaxCrossEntropy(a as Tensor, y as Tensor, { smoothing: s, weights: w }),
    );
    expect(loss).toBeCloseTo((example(0, 1) + 3 * example(1, 0)) / 4, 5);
  });

  it('stays finite for logits that a naive softmax would overflow on', async () => {
    const extreme = float32([1000, 0, -1000, 0, 1000, 0], [2, 3]);
    const loss = await evaluate({ z: extreme, y: int64([2, 1], [2]) }, ({ z: a, y }) =>
      softmaxCrossEntropy(a as Tensor, y as Tensor),
    );
    expect(loss).toBe(1000);
  });

  it('is 0, not NaN, for a batch in which every example is left out', async () => {
    const loss = await evaluate({ z, y: int64([1, 0], [2]), w: float32([0, 0], [2]) }, ({ z: a, y, w }) =>
      softmaxCrossEntropy(a as Tensor, y as Tensor, { weights: w }),
    );
    expect(loss).toBe(0);
  });

  it('refuses logits and smoothing that make no sense while the graph is built', () => {
    const graph = new Graph();
    const [a, y] = [graph.input('a', 'float32', ['B', 3]), graph.input('y', 'int64', ['B'])];
    expect(() => softmaxCrossEntropy(a, y, { smoothing: 1 })).toThrow('below 1');
    expect(() => softmaxCrossEntropy(y, y)).toThrow('logits [B, C]');
  });
});

it('crossEntropyWithTargets takes soft targets', async () => {
  const t = float32([0.2, 0.5, 0.3, 1, 0, 0], [2, 3]);
  const loss = await evaluate({ z, t }, ({ z: a, t: b }) =>
    crossEntropyWithTargets(a as Tensor, b as Tensor),
  );
  expect(loss).toBeCloseTo(-(0.2 * p(0, 0) + 0.5 * p(0, 1) + 0.3 * p(0, 2) + p(1, 0)) / 2, 5);
});

it('meanSquaredError averages over elements, and over weighted examples', async () => {
  const [a, b, w] = [float32([1, 2, 3, 4], [2, 2]), float32([0, 2, 1, 1], [2, 2]), float32([1, 3], [2])];
  const build = ({ a: x, b: y, w: weights }: Record<string, Tensor>): Tensor =>
    meanSquaredError(x as Tensor, y as Tensor, { weights });
  expect(await evaluate({ a, b }, build)).toBeCloseTo((1 + 0 + 4 + 9) / 4, 6);
  expect(await evaluate({ a, b, w }, build)).toBeCloseTo((0.5 + 3 * 6.5) / 4, 6);
});

describe('infoNce', () => {
  const queries = [
    [1, 0],
    [0.6, 0.8],
  ];
  const documents = [
    [0.8, 0.6],
    [0, 1],
  ];
  const negative = [-1, 0.5];
  const dot = (a: number[], b: number[]): number =>
    a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
  const inputs = {
    q: float32(queries.flat(), [2, 2]),
    d: float32(documents.flat(), [2, 2]),
    n: float32(negative, [1, 2]),
  };
  const score = (a: number[], b: number[]): number => dot(a, b) / 0.1;
  const row = (index: number, candidates: number[][]): number =>
    logSumExp(candidates.map((candidate) => score(queries[index] as number[], candidate))) -
    score(queries[index] as number[], documents[index] as number[]);

  it('lets every query choose among all documents and all hard negatives', async () => {
    const loss = await evaluate(inputs, ({ q, d, n }) =>
      infoNce({ queries: q as Tensor, documents: d as Tensor, hardNegatives: n, temperature: 0.1 }),
    );
    expect(loss).toBeCloseTo((row(0, [...documents, negative]) + row(1, [...documents, negative])) / 2, 5);
  });

  it('leaves excluded pairs out', async () => {
    const exclude = bool([false, true, false, false], [2, 2]);
    const loss = await evaluate({ q: inputs.q, d: inputs.d, exclude }, ({ q, d, exclude: mask }) =>
      infoNce({ queries: q as Tensor, documents: d as Tensor, exclude: mask, temperature: 0.1 }),
    );
    expect(loss).toBeCloseTo((row(0, [documents[0] as number[]]) + row(1, documents)) / 2, 5);
  });
});
