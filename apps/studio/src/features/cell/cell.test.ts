import { documentNode } from '@weft/engine/graph';
import { specs } from '@weft/nodes/specs';
import { genericView, views } from '@weft/nodes/views';
import type { ViewStep } from '@weft/nodes/view-types';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { downloads, fileHref } from './downloads.ts';
import { pinOf, pins, setPin } from './pins.ts';
import { readQuestion } from './question.ts';
import { stepOfRun } from './stepOfRun.ts';
import { upgradeOf } from './upgrade.ts';

const output = { hash: 'h', kind: 'table', bytes: 1, rows: 5 };

describe('views', () => {
  test('belong to node types that exist', () => {
    const types = new Set(specs.map(({ type }) => type));
    expect(Object.keys(views).filter((type) => !types.has(type))).toEqual([]);
  });

  test.each(specs.map(({ type, outputs }) => [type, outputs] as const))(
    '%s has one that draws, and says a figure or none before and after a run',
    async (type, outputs) => {
      const { View, keyFigure } = await (views[type] ?? genericView)();
      expect(View).toBeTypeOf('function');
      const step: ViewStep = {
        nodeId: 'n',
        type,
        status: 'succeeded',
        params: {},
        outputs: {},
        metrics: {},
        curves: {},
      };
      const done: ViewStep = {
        ...step,
        outputs: Object.fromEntries(
          Object.entries(outputs).map(
            ([
              port,
              {
                type: { kind },
              },
            ]) => [port, { ...output, kind, rows: kind === 'table' ? 5 : null }],
          ),
        ),
        metrics: {
          accuracy: 0.9,
          'recall@1': 0.9,
          chunks: 5,
          dimensions: 8,
          conditions: 1,
          passed: 1,
          bytes: 9,
        },
      };
      for (const language of ['en', 'zh'] as const) {
        expect(keyFigure?.(step, language) ?? null).toBeNull();
        expect(keyFigure?.(done, language)).toMatch(/\d/);
      }
    },
  );
});

test('tables are downloaded in open formats, other outputs file by file, and names cannot leave the address', () => {
  expect(
    downloads('r', 'n', { rows: { kind: 'table' }, model: { kind: 'model' } }).map(({ format, href }) => [
      format,
      href,
    ]),
  ).toEqual([
    ['Parquet', '/files/artifacts/r/n/rows?as=parquet'],
    ['CSV', '/files/artifacts/r/n/rows?as=csv'],
    ['JSON Lines', '/files/artifacts/r/n/rows?as=jsonl'],
    ['file', '/files/artifacts/r/n/model?as=raw'],
  ]);
  expect(fileHref('/x?as=raw', 'a&b/../c.json')).toBe('/x?as=raw&file=a%26b%2F..%2Fc.json');
});

test('an output is kept per document and node, and given up again', () => {
  setPin('d', 'n', { runId: 'r', number: 3 });
  expect(pinOf(pins.getState(), 'd', 'n')).toEqual({ runId: 'r', number: 3 });
  expect(pinOf(pins.getState(), 'other', 'n')).toBeNull();
  setPin('d', 'n', null);
  expect(pinOf(pins.getState(), 'd', 'n')).toBeNull();
});

describe('a gate’s question', () => {
  test.each([
    ['go on?', { text: 'go on?', choices: [], facts: null, open: false }],
    [{ question: 'go on?' }, { text: 'go on?', choices: [], facts: null, open: false }],
    [
      { question: 'which?', choices: ['a', { label: 'B', answer: { keep: 'b' } }], accuracy: 0.9 },
      {
        text: 'which?',
        choices: [
          { label: 'a', answer: 'a' },
          { label: 'B', answer: { keep: 'b' } },
        ],
        facts: { accuracy: 0.9 },
        open: false,
      },
    ],
    [
      { question: 'names?', answer: 'open' },
      { text: 'names?', choices: [], facts: null, open: true },
    ],
    [[1, 2], { text: null, choices: [], facts: { question: [1, 2] }, open: false }],
  ])('%j', (raw, question) => expect(readQuestion(raw)).toEqual(question));
});

test('a step of another run is shown when it has outputs', () => {
  const step = {
    nodeId: 'n',
    type: 'x.y',
    status: 'cached',
    outputs: { rows: output },
    metrics: { rows: 5 },
  };
  const run = { steps: [step], params: { n: { type: 'x.y', version: 1, params: { size: 3 }, parents: [] } } };
  expect(stepOfRun(run as never, 'n')).toMatchObject({
    params: { size: 3 },
    outputs: { rows: output },
    curves: {},
  });
  expect(stepOfRun(run as never, 'other')).toBeNull();
  expect(stepOfRun({ ...run, steps: [{ ...step, outputs: {} }] } as never, 'n')).toBeNull();
});

describe('an upgrade', () => {
  const node = (version?: number) =>
    documentNode.parse({ type: 'chunk.recursive', version, params: { length: 500 } });
  const spec = {
    ...specs.find(({ type }) => type === 'chunk.recursive')!,
    version: 3,
    params: z.object({ size: z.int() }),
    migrations: {
      1: ({ length, ...rest }: Record<string, unknown>) => ({ ...rest, chunk: length }),
      2: ({ chunk, ...rest }: Record<string, unknown>) => ({ ...rest, size: chunk }),
    },
  } as never;

  test('takes params through every migration', () => {
    expect(upgradeOf(node(1), spec)).toMatchObject({ from: 1, to: 3, params: { size: 500 } });
    expect(upgradeOf(node(2), spec)).toMatchObject({ from: 2, to: 3 });
  });

  test('is offered to nodes of an older version only', () => {
    expect(upgradeOf(node(3), spec)).toBeNull();
    expect(upgradeOf(node(), spec)).toBeNull();
    expect(upgradeOf(node(4), spec)).toBeNull();
  });
});
