import {
  defineNode,
  model,
  report,
  specRegistry,
  table,
  type NodeSpec,
  type SpecRegistry,
} from '@weft/engine/graph';
import {
  implement,
  NodeError,
  tableInput,
  type ExecutorRegistry,
  type NodeExecutor,
} from '@weft/engine/node';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** Small nodes, real in every respect but their work, with which the command itself is tested. */
const text = (en: string) => ({ en, zh: en });
const LINES = { n: 'int', text: 'string' } as const;

export const read = defineNode({
  type: 'test.read',
  version: 1,
  stage: 'ingest',
  title: text('Read lines'),
  description: text('Reads the lines of a text file.'),
  inputs: {},
  outputs: { lines: { type: table(LINES, { open: false }) } },
  params: z.object({
    file: z.string().min(1).describe('the file').meta({ format: 'path', key: false }),
    limit: z.int().min(1).max(1000).default(1000).describe('lines at most'),
  }),
  purity: 'pure',
  outside: true,
  shape: 'task',
});

export const mark = defineNode({
  type: 'test.mark',
  version: 1,
  stage: 'chunk',
  title: text('Mark lines'),
  description: text('Puts something around each line.'),
  inputs: { lines: { type: table(LINES) } },
  outputs: { lines: { type: table(LINES) } },
  params: z.object({
    with: z.object({ left: z.string().default('<'), right: z.string().default('>') }).prefault({}),
    mode: z.enum(['plain', 'upper']).default('plain'),
  }),
  purity: 'pure',
  shape: 'map',
  map: { over: 'lines', into: 'lines', segmentRows: 2 },
});

export const train = defineNode({
  type: 'test.train',
  version: 1,
  stage: 'train',
  title: text('Train'),
  description: text('Goes round and round, and waits half-way if asked to.'),
  inputs: { lines: { type: table(LINES) } },
  outputs: { model: { type: model('counting') } },
  params: z.object({
    steps: z.int().min(1).default(3),
    until: z
      .string()
      .default('')
      .describe('goes past the half only once this file exists')
      .meta({ key: false }),
    rate: z.union([z.number(), z.enum(['auto'])]).default('auto'),
  }),
  purity: 'seeded',
  shape: 'loop',
  loop: { checkpointSeconds: 0.2 },
});

export const measure = defineNode({
  type: 'test.measure',
  version: 1,
  stage: 'evaluate',
  title: text('Measure'),
  description: text('Says how good it is.'),
  inputs: { model: { type: model() }, lines: { type: table(LINES) } },
  outputs: { report: { type: report('quality') } },
  params: z.object({ k: z.int().default(1) }),
  purity: 'pure',
  shape: 'task',
});

export const fail = defineNode({
  type: 'test.fail',
  version: 1,
  stage: 'control',
  title: text('Fail'),
  description: text('Refuses its input.'),
  inputs: { lines: { type: table(LINES) } },
  outputs: { lines: { type: table(LINES) } },
  params: z.object({}),
  purity: 'pure',
  shape: 'task',
});

export const ask = defineNode({
  type: 'test.ask',
  version: 1,
  stage: 'control',
  title: text('Ask'),
  description: text('Asks whether to go on.'),
  inputs: { lines: { type: table(LINES) } },
  outputs: { lines: { type: table(LINES) } },
  params: z.object({}),
  purity: 'pure',
  shape: 'gate',
  gate: {},
});

export const registry: SpecRegistry = specRegistry([read, mark, train, measure, fail, ask] as NodeSpec[]);

const works: Record<string, NodeExecutor> = {
  'test.read@1': implement(read, {
    async run(ctx) {
      const lines = (await readFile(ctx.params.file, 'utf8'))
        .trimEnd()
        .split('\n')
        .slice(0, ctx.params.limit);
      const writer = ctx.table(LINES);
      await writer.write(lines.map((line, n) => ({ n, text: line })));
      return { outputs: { lines: await writer.close() }, metrics: { lines: lines.length } };
    },
    outside: async ({ file }, tools) => await tools.hashFile(file),
  }),
  'test.mark@1': implement(mark, {
    async open(ctx) {
      const { with: around, mode } = ctx.params;
      return {
        columns: LINES,
        batch: async (rows) => ({
          rows: rows.map((row) => {
            const line = `${around.left}${row['text'] as string}${around.right}`;
            return { n: row['n']!, text: mode === 'upper' ? line.toUpperCase() : line };
          }),
        }),
      };
    },
  }),
  'test.train@1': implement(train, {
    async open(ctx, saved) {
      const { steps, until } = ctx.params;
      let state =
        saved === undefined ? { step: 0, value: ctx.seed } : (JSON.parse(saved.toString()) as State);
      const rows = tableInput(ctx.inputs, 'lines').rows;
      return {
        async step() {
          if (until !== '' && state.step >= steps / 2 && !existsSync(until)) {
            await pause(10);
            return { done: false };
          }
          state = { step: state.step + 1, value: (state.value * 31 + rows) % 1_000_003 };
          ctx.metric('loss', 1 / state.step, state.step);
          ctx.progress(state.step, steps, 'steps');
          return { done: state.step >= steps };
        },
        save: async () => Buffer.from(JSON.stringify(state)),
        finish: async () => ({
          outputs: {
            model: await ctx.files('model', {
              'weights.json': JSON.stringify(state),
              'notes/about.txt': 'made for a test\n',
            }),
          },
          metrics: { loss: 1 / state.step },
        }),
      };
    },
  }),
  'test.measure@1': implement(measure, {
    async run(ctx) {
      const { rows } = tableInput(ctx.inputs, 'lines');
      if (rows === 0) throw new NodeError('input', 'measure.empty', 'there is nothing to measure');
      ctx.warn('this is only a test');
      const metrics = { accuracy: rows / (rows + 1), [`recall@${ctx.params.k}`]: 1 };
      return {
        outputs: { report: await ctx.files('report', { 'report.json': JSON.stringify(metrics) }) },
        metrics,
      };
    },
  }),
  'test.fail@1': implement(fail, {
    async run() {
      throw new NodeError('input', 'test.refused', 'line 3 cannot be read; correct it');
    },
  }),
  'test.ask@1': implement(ask, {
    open: async () => ({ question: 'go on?' }),
    async close(ctx, answer) {
      if (answer !== true) throw new NodeError('input', 'test.no', 'the answer was no');
      return { outputs: { lines: tableInput(ctx.inputs, 'lines').ref } };
    },
  }),
};

interface State {
  readonly step: number;
  readonly value: number;
}

export const executors: ExecutorRegistry = Object.fromEntries(
  Object.entries(works).map(([name, executor]) => [name, async () => ({ executor })]),
);
