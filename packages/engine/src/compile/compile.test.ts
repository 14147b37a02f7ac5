import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineNode, parseDocument, readDocument, specRegistry, table } from '../graph/index.ts';
import { hashKey, sha256 } from '../run/hash.ts';
import { graph } from '../testing/graphBuilder.ts';
import { registry } from '../testing/stubNodes.ts';
import { compile } from './compile.ts';
import { keyParts } from './keyParts.ts';
import type { Plan } from './plan.ts';
import { select, type Selected, type Selection } from './subplan.ts';

const sound = graph({
  rows: { type: 'stub.source', params: { count: 3 } },
  twice: { type: 'stub.double', in: { rows: 'rows.rows' } },
  total: { type: 'stub.sum', in: { rows: ['rows.rows', 'twice.rows'] } },
});

const codes = (nodes: Parameters<typeof graph>[0]) =>
  compile(graph(nodes), registry).diagnostics.map((d) => [d.code, d.node, d.field]);

describe('a document that cannot run says what, where and what to do', () => {
  test.each([
    [
      'an unknown type, with the one that was meant',
      { a: { type: 'stub.sorce' } },
      [['node.unknown_type', 'a', 'type']],
      'Did you mean "stub.source"?',
    ],
    [
      'an unknown param',
      { a: { type: 'stub.source', params: { cuont: 1 } } },
      [['node.params', 'a', 'cuont']],
      'Did you mean "count"?',
    ],
    [
      'a param of the wrong type',
      { a: { type: 'stub.source', params: { count: 'x' } } },
      [['node.params', 'a', 'count']],
      '`weft nodes stub.source` shows what it takes.',
    ],
    [
      'a missing input',
      { a: { type: 'stub.double' } },
      [['input.missing', 'a', 'rows']],
      'Wire a table to it.',
    ],
    [
      'a wire from nowhere',
      { a: { type: 'stub.double', in: { rows: 'b.rows' } } },
      [
        ['edge.dangling', 'a', 'rows'],
        ['input.missing', 'a', 'rows'],
      ],
      'Remove the wire or add the node.',
    ],
    [
      'a port that only JavaScript knows',
      { s: { type: 'stub.source' }, a: { type: 'stub.sum', in: { constructor: 's.toString' } } },
      [
        ['edge.unknown_port', 'a', 'constructor'],
        ['input.missing', 'a', 'rows'],
      ],
      'Its outputs are rows.',
    ],
    [
      'an unknown port',
      { s: { type: 'stub.source' }, a: { type: 'stub.sum', in: { rows: 's.out' } } },
      [
        ['edge.unknown_port', 'a', 'rows'],
        ['input.missing', 'a', 'rows'],
      ],
      'Its outputs are rows.',
    ],
    [
      'a wire of the wrong kind',
      {
        s: { type: 'stub.source' },
        m: { type: 'stub.train', in: { rows: 's.rows' } },
        a: { type: 'stub.double', in: { rows: 'm.curve' } },
      },
      [
        ['edge.wrong_type', 'a', 'rows'],
        ['input.missing', 'a', 'rows'],
      ],
      'Wire another output, or put a node between them.',
    ],
    [
      'two wires where one fits',
      {
        s: { type: 'stub.source' },
        a: { type: 'stub.double', in: { rows: ['s.rows', 'b.rows'] } },
        b: { type: 'stub.source' },
      },
      [['input.taken', 'a', 'rows']],
      'Remove one of the two wires.',
    ],
    [
      'a cycle',
      {
        a: { type: 'stub.double', in: { rows: 'b.rows' } },
        b: { type: 'stub.double', in: { rows: 'a.rows' } },
      },
      [['graph.cycle', 'a', undefined]],
      'Remove one of the wires between them.',
    ],
    [
      'no nodes at all',
      {},
      [['document.empty', undefined, undefined]],
      'Add a node, or start from a template: `weft templates`.',
    ],
  ] as const)('%s', (_, nodes, expected, help) => {
    expect(codes(nodes as never)).toEqual(expected);
    expect(compile(graph(nodes as never), registry).diagnostics[0]!.help).toBe(help);
  });

  test('a cycle is named in the order of its wires', () => {
    const { diagnostics } = compile(
      graph({
        a: { type: 'stub.double', in: { rows: 'c.rows' } },
        b: { type: 'stub.double', in: { rows: 'a.rows' } },
        c: { type: 'stub.double', in: { rows: 'b.rows' } },
      }),
      registry,
    );
    expect(diagnostics[0]!.message).toMatch(/: (a → b → c → a|b → c → a → b|c → a → b → c)\.$/);
  });

  test.each([
    ['no JSON', '{', 'document.not_json'],
    ['a newer format', '{"format":"weft.document","formatVersion":9,"nodes":{}}', 'document.future_version'],
    [
      'a misspelt field',
      '{"format":"weft.document","formatVersion":1,"nodes":{},"edgs":{}}',
      'document.shape',
    ],
    [
      'a hostile id',
      '{"format":"weft.document","formatVersion":1,"nodes":{"../../x":{"type":"a"}}}',
      'document.shape',
    ],
    ['an array', '[]', 'document.shape'],
  ])('%s', (_, text, code) => {
    expect(parseDocument(text).diagnostics[0]?.code).toBe(code);
  });

  test('whatever JSON it is given, reading never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readDocument(value)));
  });
});

/** Keys as if each output's bytes were named by its step's key and port. */
const keysOf = (plan: Plan) => {
  const keys: string[] = [];
  for (const step of plan.steps)
    keys.push(hashKey(keyParts(plan, step, { hashOf: (i, port) => sha256(keys[i]! + port) })));
  return Object.fromEntries(plan.steps.map((step, i) => [step.nodeId, keys[i]!]));
};

test('the key ignores id, title, position and order', () => {
  const renamed = readDocument({
    ...JSON.parse(JSON.stringify({ format: 'weft.document', formatVersion: 1 })),
    title: 'Another title',
    nodes: {
      zz: { type: 'stub.sum', title: 'Summe', position: { x: 1, y: 2 }, note: 'hello' },
      yy: { type: 'stub.source', params: { count: 3 } },
      aa: { type: 'stub.double', title: 'x' },
    },
    edges: {
      '3': { from: 'aa.rows', to: 'zz.rows' },
      '1': { from: 'yy.rows', to: 'aa.rows' },
      '2': { from: 'yy.rows', to: 'zz.rows' },
    },
  });
  const before = keysOf(compile(sound, registry).plan!);
  const after = keysOf(compile(renamed.document!, registry).plan!);
  expect(after).toEqual({ yy: before.rows, aa: before.twice, zz: before.total });
});

const golden = defineNode({
  type: 'golden.table',
  version: 3,
  stage: 'control',
  title: { en: 'Golden', zh: 'Golden' },
  description: { en: 'never changes', zh: 'never changes' },
  inputs: { rows: { type: table(), many: true, optional: true } },
  outputs: { rows: { type: table() } },
  params: z.object({
    size: z.int().default(5),
    names: z.array(z.string()).default(['a', 'é', '中']),
    path: z.string().default('/x').meta({ key: false }),
  }),
  shape: 'task',
  purity: 'seeded',
});

test('golden keys: a change here re-runs everybody’s pipelines, so raise KEY_VERSION and say so', () => {
  const document = graph(
    { a: { type: 'golden.table' }, b: { type: 'golden.table', params: { size: 6 }, in: { rows: 'a.rows' } } },
    { seed: 7 },
  );
  const { plan } = compile(document, specRegistry([golden]));
  const fixed = { hashOf: (i: number, port: string) => `${i}${port}`.padEnd(64, '0'), outside: 'f00d' };
  expect(Object.fromEntries(plan!.steps.map((s) => [s.nodeId, hashKey(keyParts(plan!, s, fixed))])))
    .toMatchInlineSnapshot(`
    {
      "a": "e9cfb5f6b66f2c25a6882f1d432a818103041dbfbfc973a81b8319834303406a",
      "b": "a3eb42bb8a0d97963125d88305574c9cdce9a7ebb406e68d4b5b78bb6f778228",
    }
  `);
});

test('compiles 10,000 nodes in about linear time', () => {
  const big = graph(
    Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [
        `n${i}`,
        { type: 'stub.noop', params: { salt: i }, ...(i > 0 ? { in: { rows: `n${i - 1}.rows` } } : {}) },
      ]),
    ),
  );
  expect(compile(big, registry).plan!.steps).toHaveLength(10_000);
});

test('several nodes are selected like one; `below` takes what lies under a node and what that needs', () => {
  const { plan } = compile(
    graph({
      a: { type: 'stub.source' },
      b: { type: 'stub.double', in: { rows: 'a.rows' } },
      c: { type: 'stub.double', in: { rows: 'b.rows' } },
      d: { type: 'stub.double', in: { rows: 'a.rows' } },
      e: { type: 'stub.sum', in: { rows: ['c.rows', 'd.rows'] } },
    }),
    registry,
  );
  const steps = (selection: Selection) =>
    select(plan!, selection)
      .plan?.steps.map((s) => s.nodeId)
      .sort()
      .join('');
  expect(steps({})).toBe('abcde');
  expect(steps({ only: [], below: [], from: [] })).toBe('abcde');
  expect(steps({ only: ['c', 'd'] })).toBe('abcd');
  expect(steps({ below: ['c'] })).toBe('abcde');
  expect(steps({ only: ['c', 'd'], below: 'b' })).toBe('abc');
  expect(select(plan!, { only: 'c', below: 'd' }).diagnostics[0]!.message).toBe(
    'Node "d" is not among what "c" needs.',
  );
  const forced = select(plan!, { from: ['c', 'd'] }) as Extract<Selected, { plan: Plan }>;
  expect([...forced.forced].map((i) => forced.plan.steps[i]!.nodeId).sort()).toEqual(['c', 'd', 'e']);
});

test('--only keeps a node and what it needs; --from forces it and what is below', () => {
  const { plan } = compile(sound, registry);
  expect(select(plan!, { only: 'twice' }).plan!.steps.map((s) => s.nodeId)).toEqual(['rows', 'twice']);
  const from = select(plan!, { from: 'twice' }) as Extract<Selected, { plan: Plan }>;
  expect(from.plan.steps.filter((_, i) => from.forced.has(i)).map((s) => s.nodeId)).toEqual([
    'twice',
    'total',
  ]);
  expect(select(plan!, { only: 'twise' }).diagnostics[0]).toMatchObject({
    code: 'select.unknown_node',
    help: 'Did you mean "twice"?',
  });
});
