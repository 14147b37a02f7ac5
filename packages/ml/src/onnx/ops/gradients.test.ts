/**
 * Every operator and every loss against central finite differences.
 *
 * For y = op(x…) and a fixed random R, the scalar Σ R·y is differentiated twice: by `grad` inside the graph, and
 * numerically through the forward graph. The difference quotient is summed in float64 from float32 outputs, so its
 * error is that of single elements: rounding 6e-8·|y|/h plus truncation h²·|f‴|/6. With h = 2⁻⁷ and values near 1
 * both stay near 1e-5, and a tolerance of 2e-3 leaves room for steep functions while no wrong rule passes.
 */
import { describe, expect, it } from 'vitest';
import { Graph } from '../graph/graph.ts';
import type { Tensor } from '../graph/graph.ts';
import { emitModel } from '../graph/emit.ts';
import { grad } from '../graph/grad.ts';
import type { Shape } from '../graph/shape.ts';
import { bool, float32, int64 } from '../hostTensor.ts';
import type { HostTensor } from '../hostTensor.ts';
import { encodeModel } from '../proto/encodeModel.ts';
import { fromOrt, openSession, toOrt } from '../runtime/openSession.ts';
import { erf, gelu, logSoftmax, relu, sigmoid, softmax, tanh } from './activations.ts';
import { add, div, exp, log, mul, neg, pow, sqrt, sub } from './arithmetic.ts';
import { infoNce } from './contrastive.ts';
import { gather } from './gather.ts';
import { greater, stopGradient, where } from './logic.ts';
import { crossEntropyWithTargets, meanSquaredError, softmaxCrossEntropy } from './losses.ts';
import { gemm, linear, matmul } from './matmul.ts';
import { l2Normalise, layerNorm } from './normalise.ts';
import { reduceMean, reduceSum } from './reduce.ts';
import { concat, expandLike, reshape, slice, transpose } from './shapes.ts';

const STEP = 2 ** -7;
const TOLERANCE = 2e-3;

interface Variable {
  /** Declared to the graph; a name stands for the size found in `size`. */
  readonly shape: Shape;
  readonly size?: readonly number[];
  /** Values are drawn evenly from this range. Default −1.5 to 1.5. */
  readonly range?: readonly [number, number];
}

interface Case {
  readonly name: string;
  readonly variables: readonly Variable[];
  /** Inputs that are not differentiated: ids, masks, weights. */
  readonly fixed?: readonly { readonly shape: Shape; readonly value: HostTensor }[];
  readonly build: (variables: readonly Tensor[], fixed: readonly Tensor[]) => Tensor;
}

const v = (shape: Shape, size?: readonly number[], range?: readonly [number, number]): Variable => ({
  shape,
  size,
  range,
});
const positive = (shape: Shape): Variable => v(shape, undefined, [0.5, 2]);
const labels = (values: number[]) => ({ shape: ['B'], value: int64(values, [values.length]) });
const weights = (values: number[]) => ({ shape: ['B'], value: float32(values, [values.length]) });
/** The table always passes as many tensors as the case declares. */
const at = (tensors: readonly Tensor[], index: number): Tensor => tensors[index] as Tensor;
const one = (op: (x: Tensor) => Tensor) => (x: readonly Tensor[]) => op(at(x, 0));
const two = (op: (a: Tensor, b: Tensor) => Tensor) => (x: readonly Tensor[]) => op(at(x, 0), at(x, 1));
const three = (op: (a: Tensor, b: Tensor, c: Tensor) => Tensor) => (x: readonly Tensor[]) =>
  op(at(x, 0), at(x, 1), at(x, 2));

const cases: Case[] = [
  { name: 'add', variables: [v([2, 3]), v([2, 3])], build: two(add) },
  { name: 'add, both sides broadcast', variables: [v([2, 1, 3]), v([4, 1])], build: two(add) },
  {
    name: 'add, bias over a batch of unknown size',
    variables: [v(['B', 3], [4, 3]), v([3])],
    build: two(add),
  },
  { name: 'add, one tensor used twice', variables: [v([3])], build: one((x) => add(x, mul(x, x))) },
  { name: 'sub, scalar broadcast', variables: [v([2, 3]), v([])], build: two(sub) },
  { name: 'mul, broadcast', variables: [v([2, 3]), v([2, 1])], build: two(mul) },
  { name: 'div, broadcast', variables: [v([2, 3]), positive([3])], build: two(div) },
  { name: 'neg', variables: [v([5])], build: one(neg) },
  { name: 'exp', variables: [v([5])], build: one(exp) },
  { name: 'log', variables: [positive([5])], build: one(log) },
  { name: 'sqrt', variables: [positive([5])], build: one(sqrt) },
  { name: 'pow 3 of negative bases', variables: [v([5])], build: one((x) => pow(x, 3)) },
  { name: 'pow -0.5', variables: [positive([5])], build: one((x) => pow(x, -0.5)) },
  {
    name: 'relu, away from 0',
    variables: [v([4], undefined, [0.1, 1]), v([4], undefined, [-1, -0.1])],
    build: two((a, b) => add(relu(a), relu(b))),
  },
  { name: 'gelu', variables: [v([7], undefined, [-3, 3])], build: one(gelu) },
  { name: 'erf', variables: [v([5])], build: one(erf) },
  { name: 'tanh', variables: [v([5])], build: one(tanh) },
  { name: 'sigmoid', variables: [v([5])], build: one(sigmoid) },
  { name: 'softmax', variables: [v([3, 4])], build: one((x) => softmax(x)) },
  { name: 'softmax over the first axis', variables: [v([3, 4])], build: one((x) => softmax(x, 0)) },
  { name: 'logSoftmax', variables: [v([3, 4])], build: one((x) => logSoftmax(x)) },
  { name: 'layerNorm', variables: [v(['B', 5], [3, 5]), v([5]), v([5])], build: three(layerNorm) },
  { name: 'l2Normalise', variables: [v([3, 4])], build: one((x) => l2Normalise(x)) },
  { name: 'gemm', variables: [v([2, 3]), v([3, 4])], build: two(gemm) },
  {
    name: 'gemm Aᵀ·B',
    variables: [v([3, 2]), v([3, 4])],
    build: two((a, b) => gemm(a, b, { transA: true })),
  },
  {
    name: 'gemm A·Bᵀ',
    variables: [v([2, 3]), v([4, 3])],
    build: two((a, b) => gemm(a, b, { transB: true })),
  },
  {
    name: 'gemm Aᵀ·Bᵀ with bias',
    variables: [v([3, 2]), v([4, 3]), v([4])],
    build: three((a, b, bias) => gemm(a, b, { transA: true, transB: true, bias })),
  },
  { name: 'matmul, batched', variables: [v([2, 3, 4]), v([2, 4, 2])], build: two(matmul) },
  {
    name: 'matmul, one side broadcast',
    variables: [v(['B', 2, 3], [2, 2, 3]), v([3, 2])],
    build: two(matmul),
  },
  {
    name: 'linear on sequences',
    variables: [v(['B', 2, 3], [2, 2, 3]), v([3, 4]), v([4])],
    build: three(linear),
  },
  {
    name: 'linear with two unknown dimensions',
    variables: [v(['B', 'T', 3], [2, 2, 3]), v([3, 4]), v([4])],
    build: three(linear),
  },
  { name: 'transpose', variables: [v([2, 3, 4])], build: one((x) => transpose(x, [2, 0, 1])) },
  { name: 'reshape, static', variables: [v([2, 6])], build: one((x) => reshape(x, [3, 4])) },
  {
    name: 'reshape, merging an unknown dimension',
    variables: [v(['B', 2, 3], [2, 2, 3])],
    build: one((x) => reshape(x, ['B*2', 3])),
  },
  { name: 'concat', variables: [v([2, 3]), v([2, 1])], build: two((a, b) => concat([a, b], -1)) },
  {
    name: 'concat along unknown dimensions',
    variables: [v(['B', 2], [3, 2]), v(['N', 2], [1, 2])],
    build: two((a, b) => concat([a, b], 0)),
  },
  { name: 'slice', variables: [v([5, 2])], build: one((x) => slice(x, { axis: 0, start: 1, end: -1 })) },
  { name: 'reduceSum', variables: [v([2, 3, 2])], build: one((x) => reduceSum(x, [0, 2])) },
  {
    name: 'reduceSum, keepDims',
    variables: [v([2, 3])],
    build: one((x) => reduceSum(x, [1], { keepDims: true })),
  },
  { name: 'reduceMean', variables: [v([2, 3])], build: one((x) => reduceMean(x, [1])) },
  {
    name: 'reduceMean over a batch of unknown size',
    variables: [v(['B', 3], [4, 3])],
    build: one((x) => reduceMean(x)),
  },
  {
    name: 'expandLike',
    variables: [v([1, 3]), v(['B', 3], [4, 3])],
    build: two((a, b) => mul(expandLike(a, b), b)),
  },
  {
    name: 'where, broadcast',
    variables: [v([2, 3]), v([])],
    fixed: [{ shape: [2, 3], value: bool([true, false, true, false, false, true], [2, 3]) }],
    build: ([a, b], [mask]) => where(mask as Tensor, a as Tensor, b as Tensor),
  },
  {
    name: 'greater as a mask',
    variables: [v([2, 3], undefined, [0.1, 1]), v([3], undefined, [-1, -0.1])],
    build: two((a, b) => where(greater(a, b), mul(a, b), a)),
  },
  {
    name: 'stopGradient',
    variables: [v([3])],
    build: one((x) => add(mul(x, 2), sub(stopGradient(x), stopGradient(x)))),
  },
  {
    name: 'gather with repeated ids, small table',
    variables: [v([4, 3])],
    fixed: [{ shape: ['B', 'T'], value: int64([0, 2, 2, 3, 2, 0], [2, 3]) }],
    build: ([table], [ids]) => gather(table as Tensor, ids as Tensor),
  },
  {
    name: 'gather with repeated ids, large table',
    variables: [v([300, 2])],
    fixed: [{ shape: ['B'], value: int64([0, 299, 7, 299, 299], [5]) }],
    build: ([table], [ids]) => gather(table as Tensor, ids as Tensor),
  },
  {
    name: 'softmaxCrossEntropy',
    variables: [v(['B', 4], [3, 4])],
    fixed: [labels([0, 3, 3])],
    build: ([z], [y]) => softmaxCrossEntropy(z as Tensor, y as Tensor),
  },
  {
    name: 'softmaxCrossEntropy, smoothed and weighted',
    variables: [v(['B', 4], [3, 4])],
    fixed: [labels([0, 3, 1]), weights([1, 0, 2.5])],
    build: ([z], [y, w]) => softmaxCrossEntropy(z as Tensor, y as Tensor, { smoothing: 0.1, weights: w }),
  },
  {
    name: 'crossEntropyWithTargets, both sides trained',
    variables: [v([2, 3]), v([2, 3])],
    build: two((z, t) => crossEntropyWithTargets(z, softmax(t))),
  },
  {
    name: 'meanSquaredError',
    variables: [v(['B', 2], [3, 2]), v(['B', 2], [3, 2])],
    build: two(meanSquaredError),
  },
  {
    name: 'meanSquaredError, weighted',
    variables: [v(['B', 2], [3, 2]), v(['B', 2], [3, 2])],
    fixed: [weights([1, 0, 3])],
    build: ([p, t], [w]) => meanSquaredError(p as Tensor, t as Tensor, { weights: w }),
  },
  {
    name: 'infoNce',
    variables: [v(['B', 3], [4, 3]), v(['B', 3], [4, 3])],
    build: two((queries, documents) => infoNce({ queries, documents, temperature: 0.5 })),
  },
  {
    name: 'infoNce with hard negatives and excluded pairs',
    variables: [v(['B', 3], [2, 3]), v(['B', 3], [2, 3]), v(['N', 3], [1, 3])],
    fixed: [{ shape: ['B', 'B+N'], value: bool([false, true, false, false, false, false], [2, 3]) }],
    build: ([queries, documents, hardNegatives], [exclude]) =>
      infoNce({
        queries: queries as Tensor,
        documents: documents as Tensor,
        hardNegatives,
        exclude,
        temperature: 0.5,
      }),
  },
  {
    name: 'infoNce, symmetric',
    variables: [v(['B', 3], [3, 3]), v(['B', 3], [3, 3])],
    fixed: [weights([1, 2, 0.5])],
    build: ([queries, documents], [w]) =>
      infoNce({
        queries: queries as Tensor,
        documents: documents as Tensor,
        symmetric: true,
        temperature: 0.5,
        weights: w,
      }),
  },
];

/** A fixed sequence of numbers between 0 and 1; a test's own, so that it does not lean on the code beside it. */
function numbers(): () => number {
  let state = 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

async function check(testCase: Case): Promise<void> {
  const next = numbers();
  const graph = new Graph();
  const variables = testCase.variables.map(({ shape }, index) => graph.input(`x${index}`, 'float32', shape));
  const fixed = (testCase.fixed ?? []).map(({ shape, value }, index) =>
    graph.input(`c${index}`, value.dtype, shape),
  );
  const y = testCase.build(variables, fixed);
  const seed = graph.input('r', 'float32', y.shape);
  const gradients = grad(reduceSum(mul(y, seed)), variables);
  const outputs = Object.fromEntries([
    ['y', y],
    ...gradients.map((gradient, index) => [`g${index}`, gradient]),
  ]);
  const session = await openSession(encodeModel(emitModel({ graph, outputs })));

  const values = testCase.variables.map(
    ({ shape, size = shape as number[], range: [low, high] = [-1.5, 1.5] }) => {
      const count = size.reduce((a, b) => a * b, 1);
      return float32(
        Float32Array.from({ length: count }, () => low + (high - low) * next()),
        size,
      );
    },
  );
  const run = async (r: HostTensor) => {
    const named = [
      ...values.map((value, index) => [`x${index}`, value] as const),
      ...(testCase.fixed ?? []).map(({ value }, index) => [`c${index}`, value] as const),
      ['r', r] as const,
    ];
    const feeds = Object.fromEntries(
      named
        .filter(([name]) => session.inputNames.includes(name))
        .map(([name, value]) => [name, toOrt(value)]),
    );
    return session.run(feeds);
  };
  const forward = async (r: HostTensor) => fromOrt((await run(r)).y as never);

  const shapeProbe = await sizeOfOutput(y, graph, { values, fixed: testCase.fixed ?? [] });
  const r = float32(
    Float32Array.from({ length: shapeProbe.reduce((a, b) => a * b, 1) }, () => next() * 2 - 1),
    shapeProbe,
  );
  const analytic = await run(r);

  for (const [index, value] of values.entries()) {
    const gradient = fromOrt(analytic[`g${index}`] as never).data as Float32Array;
    for (let element = 0; element < value.data.length; element++) {
      const original = value.data[element] as number;
      value.data[element] = original + STEP;
      const above = await forward(r);
      const highPoint = value.data[element] as number;
      value.data[element] = original - STEP;
      const below = await forward(r);
      const distance = highPoint - (value.data[element] as number); // exact: the points as float32 holds them
      value.data[element] = original;
      let difference = 0;
      for (const [i, weight] of r.data.entries())
        difference += weight * (Number(above.data[i]) - Number(below.data[i]));
      const numeric = difference / distance;
      const error = Math.abs(numeric - (gradient[element] as number)) / Math.max(1, Math.abs(numeric));
      expect(error, `d/dx${index}[${element}]: numeric ${numeric}, graph ${gradient[element]}`).toBeLessThan(
        TOLERANCE,
      );
    }
  }
  await session.release();
}

/** Runs the forward graph alone, because R needs the size of y before the gradients can be asked for. */
async function sizeOfOutput(
  y: Tensor,
  graph: Graph,
  given: { values: readonly HostTensor[]; fixed: readonly { value: HostTensor }[] },
): Promise<number[]> {
  const session = await openSession(encodeModel(emitModel({ graph, outputs: { y } })));
  const named = [
    ...given.values.map((value, index) => [`x${index}`, value] as const),
    ...given.fixed.map(({ value }, index) => [`c${index}`, value] as const),
  ];
  const feeds = Object.fromEntries(
    named.filter(([name]) => session.inputNames.includes(name)).map(([name, value]) => [name, toOrt(value)]),
  );
  const result = fromOrt((await session.run(feeds)).y as never);
  await session.release();
  return [...result.shape];
}

describe('the gradient in the graph equals the difference quotient', () => {
  it.each(cases)('for $name', check);
});
