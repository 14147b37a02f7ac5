import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GraphDocument } from '../graph/index.ts';
import { graph, testEngine, type NodeSketch, type TestEngine } from '../testing/index.ts';

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine();
  await t.worker();
});
afterAll(async () => await t.close());

const predicted = async (document: GraphDocument, ref: string) => {
  const steps = await t.engine.explain(t.engine.prepare(document).prepared!, ref);
  return {
    run: steps
      .filter((s) => s.will !== 'cached')
      .map((s) => s.nodeId)
      .sort(),
    steps,
  };
};
const executed = async (document: GraphDocument, ref: string) => {
  const view = await t.run(document, { ref });
  expect(view.status).toBe('succeeded');
  return view.steps
    .filter((s) => s.status !== 'cached')
    .map((s) => s.nodeId)
    .sort();
};

test('names the param, with what it was and what it is', async () => {
  const document = (count: number, add: number) =>
    graph({
      rows: { type: 'stub.source', params: { count, salt: 11 } },
      twice: { type: 'stub.double', params: { add }, in: { rows: 'rows.rows' } },
    });
  expect((await predicted(document(3, 0), 'why')).steps.map((s) => s.why.en)).toEqual([
    'it has never run in this document',
    'runs after rows, unless that yields the same bytes as before',
  ]);
  await executed(document(3, 0), 'why');
  const { steps } = await predicted(document(3, 5), 'why');
  expect(steps.map((s) => [s.will, s.why.en])).toEqual([
    ['cached', 'its result exists'],
    ['run', 'param add: 0 → 5'],
  ]);
  expect(steps[1]!.changes).toEqual([{ what: 'param', name: 'add', before: 0, after: 5 }]);
  await executed(document(4, 5), 'why');
  const back = await predicted(document(4, 0), 'why');
  expect(back.steps[1]!.changes).toEqual([{ what: 'param', name: 'add', before: 5, after: 0 }]);
  expect((await predicted(document(3, 0), 'why')).run).toEqual([]);
});

/**
 * Rows carry their trail and no two nodes do the same work, so different ways give different bytes: nothing is cut off
 * early or served by a twin in the same run, and the prediction must be exact.
 */
const edit = fc.oneof(
  fc.record({ what: fc.constant('salt' as const), node: fc.nat(9), value: fc.nat(6) }),
  fc.record({ what: fc.constant('add' as const), node: fc.nat(9), value: fc.nat(6) }),
  fc.record({ what: fc.constant('rewire' as const), node: fc.nat(9), value: fc.nat(9) }),
  fc.record({ what: fc.constant('rename' as const), node: fc.nat(9), value: fc.nat(99) }),
);

test('what it predicts is what is executed, over 1,000 random edits', async () => {
  const seed = Number(process.env.WEFT_TEST_SEED ?? Date.now() % 2 ** 31);
  process.stdout.write(`explain: seed ${seed} (WEFT_TEST_SEED)\n`);
  const edits = fc.sample(edit, { numRuns: 1000, seed });
  const salts = Array.from({ length: 10 }, (_, i) => i * 1000 + (seed % 997));
  const adds = Array.from({ length: 10 }, () => 0);
  const parents = Array.from({ length: 10 }, (_, i) => (i < 3 ? -1 : i - 3));
  const names = Array.from({ length: 10 }, (_, i) => `n${i}`);
  let ran = 0;
  for (const { what, node, value } of edits) {
    if (what === 'salt') salts[node] = node * 1000 + value + (seed % 997);
    if (what === 'add') adds[node] = value;
    if (what === 'rewire' && node > 0) parents[node] = value % node;
    if (what === 'rename') names[node] = `n${node}_${value}`;
    const document = graph(
      Object.fromEntries(
        names.map((name, i): [string, NodeSketch] =>
          parents[i]! < 0
            ? [name, { type: 'stub.source', params: { count: 4, salt: salts[i]! } }]
            : [
                name,
                {
                  type: 'stub.double',
                  params: { add: adds[i]! * 10 + i, trail: true },
                  in: { rows: `${names[parents[i]!]}.rows` },
                },
              ],
        ),
      ),
    );
    const { run } = await predicted(document, 'random');
    expect(await executed(document, 'random'), `after ${JSON.stringify({ what, node, value })}`).toEqual(run);
    ran += run.length;
  }
  expect(ran).toBeGreaterThan(100);
});
