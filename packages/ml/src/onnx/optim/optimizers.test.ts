/** Optimizers, in the graph and on rows, against the textbook formulas in float64. */
import { describe, expect, it } from 'vitest';
import { emitModel } from '../graph/emit.ts';
import { Graph } from '../graph/graph.ts';
import { float32 } from '../hostTensor.ts';
import { encodeModel } from '../proto/encodeModel.ts';
import { openSession, toOrt } from '../runtime/openSession.ts';
import { adam, adamW } from './adam.ts';
import { clipByGlobalNorm } from './clip.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

const STEPS = 5;
const RATE = 0.05;
const START = [0.5, -1, 2, 0.01];
/** Made-up gradients that change sign and size. */
const gradientAt = (step: number): number[] =>
  START.map((_, index) => Math.sin(step * 1.7 + index) * 10 ** (index - 2));

/** The value after STEPS steps, by formulas written as in the papers, with no folding. */
type Reference = (start: number, gradients: number[]) => number;

const references: { name: string; optimizer: Optimizer; reference: Reference }[] = [
  {
    name: 'gradient descent',
    optimizer: sgd(),
    reference: (p, gs) => gs.reduce((value, g) => value - RATE * g, p),
  },
  {
    name: 'momentum',
    optimizer: sgd({ momentum: 0.9 }),
    reference(p, gs) {
      let v = 0;
      return gs.reduce((value, g) => value - RATE * (v = 0.9 * v + g), p);
    },
  },
  {
    name: 'Nesterov momentum',
    optimizer: sgd({ momentum: 0.9, nesterov: true }),
    reference(p, gs) {
      let v = 0;
      return gs.reduce((value, g) => value - RATE * (g + 0.9 * (v = 0.9 * v + g)), p);
    },
  },
  {
    name: 'Adam',
    optimizer: adam({ epsilon: 1e-3 }),
    reference: (p, gs) => adamReference(p, gs, { epsilon: 1e-3, decay: 0 }),
  },
  {
    name: 'AdamW',
    optimizer: adamW({ weightDecay: 0.1 }),
    reference: (p, gs) => adamReference(p, gs, { epsilon: 1e-8, decay: 0.1 }),
  },
];

function adamReference(
  p: number,
  gs: number[],
  { epsilon, decay }: { epsilon: number; decay: number },
): number {
  let [m, v, value] = [0, 0, p];
  for (const [index, g] of gs.entries()) {
    const t = index + 1;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    value =
      value -
      RATE * decay * value -
      (RATE * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + epsilon);
  }
  return value;
}

const expected = (reference: Reference): number[] =>
  START.map((start, index) =>
    reference(
      start,
      Array.from({ length: STEPS }, (_, step) => gradientAt(step)[index] as number),
    ),
  );

describe.each(references)('$name', ({ optimizer, reference }) => {
  it('gives the textbook values in the graph', async () => {
    const actual = await runInGraph(optimizer);
    for (const [index, value] of expected(reference).entries()) expect(actual[index]).toBeCloseTo(value, 5);
  });

  it('gives the textbook values on the touched rows of a table, and leaves the others alone', () => {
    const table = Float32Array.of(9, 9, ...START.slice(0, 2), 9, 9, ...START.slice(2));
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, new Float32Array(8)]));
    for (let step = 0; step < STEPS; step++) {
      // Touched in the order row 3, row 1, so that gradients and rows are told apart.
      const [a, b, c, d] = gradientAt(step);
      const gradient = Float32Array.from([c, d, a, b] as number[]);
      optimizer.updateRows({
        table,
        slots,
        width: 2,
        rows: Int32Array.of(3, 1),
        gradient,
        scalars: optimizer.scalars(step, RATE),
        decay: true,
      });
    }
    const values = [table[2], table[3], table[6], table[7]];
    for (const [index, value] of expected(reference).entries()) expect(values[index]).toBeCloseTo(value, 5);
    expect([table[0], table[1], table[4], table[5]]).toEqual([9, 9, 9, 9]);
  });
});

it('weight decay spares parameters that are marked so', async () => {
  const [decayed, spared] = [
    await runInGraph(adamW({ weightDecay: 0.5 })),
    await runInGraph(adamW({ weightDecay: 0.5 }), false),
  ];
  expect(spared).toEqual(await runInGraph(adam()));
  expect(decayed).not.toEqual(spared);
});

it('optimizers refuse settings that cannot work', () => {
  expect(() => adam({ beta1: 1 })).toThrow('beta < 1');
  expect(() => sgd({ momentum: -0.1 })).toThrow('at least 0');
  expect(() => sgd({ nesterov: true })).toThrow('momentum above 0');
});

it('clipping scales all gradients by one factor and only when their common norm is too large', async () => {
  const graph = new Graph();
  const [a, b] = [graph.input('a', 'float32', [2]), graph.input('b', 'float32', [1, 1])];
  const { gradients, norm } = clipByGlobalNorm([a, b], 2);
  const session = await openSession(
    encodeModel(emitModel({ graph, outputs: { x: gradients[0]!, y: gradients[1]!, norm } })),
  );
  const run = async (values: number[]) => {
    const results = await session.run({
      a: toOrt(float32(values.slice(0, 2), [2])),
      b: toOrt(float32(values.slice(2), [1, 1])),
    });
    return ['x', 'y', 'norm'].flatMap((name) => Array.from(results[name]?.data as Float32Array));
  };
  const clipped = await run([2, 3, 6]);
  for (const [index, value] of [4 / 7, 6 / 7, 12 / 7, 7].entries())
    expect(clipped[index]).toBeCloseTo(value, 5);
  expect(await run([1, 0, -1])).toEqual([1, 0, -1, Math.fround(Math.SQRT2)]);
  await session.release();
});

async function runInGraph(optimizer: Optimizer, decay = true): Promise<number[]> {
  const graph = new Graph();
  const input = (name: string, shape: number[]) => graph.input(name, 'float32', shape);
  const [parameter, gradient] = [input('p', [4]), input('g', [4])];
  const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, input(slot, [4])]));
  const scalars = Object.fromEntries(
    optimizer.scalarNames.map((name) => [name, input(`scalar/${name}`, [])]),
  );
  const updated = optimizer.update({ parameter, gradient, slots, scalars, decay });
  const outputs = {
    'next/p': updated.parameter,
    ...Object.fromEntries(Object.entries(updated.slots).map(([slot, tensor]) => [`next/${slot}`, tensor])),
  };
  const session = await openSession(encodeModel(emitModel({ graph, outputs })));

  let state: Record<string, Float32Array> = {
    p: Float32Array.from(START),
    ...Object.fromEntries(optimizer.slots.map((slot) => [slot, new Float32Array(4)])),
  };
  for (let step = 0; step < STEPS; step++) {
    const feeds: Record<string, Float32Array> = { ...state, g: Float32Array.from(gradientAt(step)) };
    for (const [name, value] of Object.entries(optimizer.scalars(step, RATE)))
      feeds[`scalar/${name}`] = Float32Array.of(value);
    const tensors = session.inputNames.map(
      (name) =>
        [name, toOrt(float32(feeds[name] as Float32Array, name.startsWith('scalar/') ? [] : [4]))] as const,
    );
    const results = await session.run(Object.fromEntries(tensors));
    state = Object.fromEntries(
      Object.keys(state).map((name) => [name, results[`next/${name}`]?.data as Float32Array]),
    );
  }
  await session.release();
  return Array.from(state.p as Float32Array);
}
