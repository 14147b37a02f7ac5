import { appendFile, access } from 'node:fs/promises';
import { z } from 'zod';
import { blob, defineNode, report, specRegistry, table, type NodeSpec } from '../graph/index.ts';
import {
  implement,
  inputList,
  NodeError,
  tableInput,
  type ExecutorRegistry,
  type NodeExecutor,
  type Row,
} from '../node/index.ts';

/**
 * Nodes for the engine's own tests: real ones in every respect, only their work is trivial. `journal` is a file to
 * which a node appends a line per piece of work it really does, so a test counts effects across processes.
 */
const text = (en: string) => ({ en, zh: en });
const journal = z
  .string()
  .default('')
  .describe('file that records work done')
  .meta({ zh: '记录文件', key: false });
const note = async (path: string, line: string) => {
  if (path !== '') await appendFile(path, `${line}\n`);
};
const common = { stage: 'control', description: text('for tests') } as const;
const N = { n: 'int' } as const;

export const source = defineNode({
  ...common,
  type: 'stub.source',
  version: 1,
  title: text('Rows'),
  inputs: {},
  outputs: { rows: { type: table(N) } },
  params: z.object({ count: z.int().default(10), salt: z.int().default(0), journal }),
  shape: 'task',
  purity: 'pure',
});

export const double = defineNode({
  ...common,
  type: 'stub.double',
  version: 1,
  title: text('Double'),
  inputs: { rows: { type: table(N) } },
  outputs: { rows: { type: table(N) } },
  params: z.object({
    add: z.int().default(0),
    journal,
    spin: z.number().default(0).meta({ key: false }),
    trail: z.boolean().default(false),
  }),
  shape: 'map',
  purity: 'pure',
  map: { over: 'rows', into: 'rows', segmentRows: 4 },
});

export const learn = defineNode({
  ...common,
  type: 'stub.learn',
  version: 1,
  title: text('Learn, then map'),
  inputs: { rows: { type: table(N) } },
  outputs: { rows: { type: table(N) } },
  params: z.object({ journal }),
  shape: 'map',
  purity: 'pure',
  map: { over: 'rows', into: 'rows', segmentRows: 4, shard: false },
});

export const sum = defineNode({
  ...common,
  type: 'stub.sum',
  version: 1,
  title: text('Sum'),
  inputs: { rows: { type: table(N), many: true } },
  outputs: { rows: { type: table(N) } },
  params: z.object({ modulo: z.int().default(0), journal, publish: z.string().default('') }),
  shape: 'task',
  purity: 'pure',
});

export const train = defineNode({
  ...common,
  type: 'stub.train',
  version: 1,
  title: text('Train'),
  inputs: { rows: { type: table(N) } },
  outputs: { rows: { type: table(N) }, curve: { type: report('training') } },
  params: z.object({ steps: z.int().default(6), journal, gate: z.string().default('').meta({ key: false }) }),
  shape: 'loop',
  purity: 'seeded',
  loop: { checkpointSteps: 2 },
});

export const noop = defineNode({
  ...common,
  type: 'stub.noop',
  version: 1,
  title: text('Nothing'),
  inputs: { rows: { type: table(N), many: true, optional: true } },
  outputs: { rows: { type: table(N) } },
  params: z.object({ salt: z.int().default(0) }),
  shape: 'task',
  purity: 'pure',
});

export const fail = defineNode({
  ...common,
  type: 'stub.fail',
  version: 1,
  title: text('Fail'),
  inputs: { rows: { type: table(N), optional: true } },
  outputs: { rows: { type: table(N) } },
  params: z.object({
    kind: z.enum(['input', 'transient', 'bug', 'exit', 'memory']).default('input'),
    /** Works as soon as this file exists. */
    until: z.string().default('').meta({ key: false }),
    journal,
  }),
  shape: 'task',
  purity: 'pure',
  limits: { memoryMb: 300, attempts: 2 },
});

/** Apart from `fail`: whatever else is done within a short limit of time fails for that reason on a busy machine. */
export const hang = defineNode({
  ...common,
  type: 'stub.hang',
  version: 1,
  title: text('Hang'),
  inputs: {},
  outputs: { rows: { type: table(N) } },
  params: z.object({ journal }),
  shape: 'task',
  purity: 'pure',
  limits: { timeoutSeconds: 5, attempts: 2 },
});

export const ask = defineNode({
  ...common,
  type: 'stub.ask',
  version: 1,
  title: text('Ask'),
  inputs: { rows: { type: table(N) } },
  outputs: { rows: { type: table(N) } },
  params: z.object({}),
  shape: 'gate',
  purity: 'effect',
  gate: {},
});

/** No executor of this module runs these two: they belong to executors of other kinds. */
export const stranger = defineNode({
  ...common,
  type: 'stub.stranger',
  version: 1,
  title: text('Whatever a stranger says'),
  inputs: { given: { type: blob(), optional: true } },
  outputs: { out: { type: blob() } },
  params: z.object({ does: z.string().default(''), about: z.string().default('') }),
  shape: 'task',
  purity: 'pure',
  limits: { attempts: 1, timeoutSeconds: 3 },
});

export const count = defineNode({
  ...common,
  type: 'stub.count',
  version: 1,
  title: text('Count in another language'),
  inputs: {},
  outputs: { out: { type: blob() } },
  params: z.object({
    to: z.int().default(5),
    salt: z.int().default(0),
    /** Waits at half of the way until this file exists. */
    gate: z.string().default('').meta({ key: false }),
    journal,
  }),
  shape: 'loop',
  purity: 'pure',
  loop: { checkpointSteps: 1 },
});

/** Tells what its context offers and how its signal fires. */
export const listen = defineNode({
  ...common,
  type: 'stub.listen',
  version: 1,
  title: text('Listen to the signal'),
  inputs: {},
  outputs: { out: { type: blob() } },
  params: z.object({
    journal,
    salt: z.int().default(0),
    does: z.enum(['wait', 'secret', 'use']).default('wait'),
    until: z.string().default('').meta({ key: false }),
  }),
  shape: 'task',
  purity: 'pure',
  limits: { attempts: 2, timeoutSeconds: 3 },
});

export const registry = specRegistry([
  source,
  double,
  learn,
  sum,
  train,
  noop,
  fail,
  hang,
  ask,
  stranger,
  count,
  listen,
] as NodeSpec[]);

const rowsOf = async (
  ctx: { table(columns: typeof N): { write(rows: Row[]): Promise<void>; close(): Promise<never> } },
  rows: Row[],
) => {
  const writer = ctx.table(N);
  await writer.write(rows);
  return await writer.close();
};

const works: Record<string, NodeExecutor> = {
  'stub.source@1': implement(source, {
    async run(ctx) {
      await note(ctx.params.journal, 'source');
      const rows = Array.from({ length: ctx.params.count }, (_, i) => ({ n: i + ctx.params.salt }));
      return { outputs: { rows: await rowsOf(ctx as never, rows) } };
    },
  }),
  'stub.double@1': implement(double, {
    async open(ctx) {
      return {
        columns: ctx.params.trail ? { ...N, trail: 'string' } : N,
        async batch(rows, at) {
          await note(ctx.params.journal, `double ${at}+${rows.length}`);
          const end = performance.now() + ctx.params.spin;
          while (performance.now() < end);
          const { add, trail } = ctx.params;
          return {
            rows: rows.map((row) => ({
              n: Number(row.n) * 2 + add,
              ...(trail ? { trail: JSON.stringify([row.trail ?? row.n, add]) } : {}),
            })),
          };
        },
      };
    },
  }),
  'stub.learn@1': implement(learn, {
    async prepare(ctx) {
      await note(ctx.params.journal, 'learn');
      const rows = await tableInput(ctx.inputs, 'rows').read();
      return Buffer.from(String(rows.reduce((most, row) => Math.max(most, Number(row.n)), 0)));
    },
    async open(_ctx, prepared) {
      const most = Number(Buffer.from(prepared!).toString());
      return {
        columns: N,
        batch: async (rows) => ({ rows: rows.map((row) => ({ n: most - Number(row.n) })) }),
      };
    },
  }),
  'stub.sum@1': implement(sum, {
    async run(ctx) {
      await note(ctx.params.journal, 'sum');
      let total = 0;
      for (const input of inputList(ctx.inputs, 'rows')) {
        if (input.kind !== 'table') continue;
        for await (const rows of input.batches()) for (const row of rows) total += Number(row.n);
      }
      if (ctx.params.modulo > 0) total %= ctx.params.modulo;
      const rows = await rowsOf(ctx as never, [{ n: total }]);
      const { publish } = ctx.params;
      return {
        outputs: { rows },
        metrics: { total },
        ...(publish === '' ? {} : { publications: [{ name: publish, artifact: rows, card: { total } }] }),
      };
    },
  }),
  'stub.train@1': implement(train, {
    async open(ctx, saved) {
      const state =
        saved === undefined
          ? { step: 0, value: ctx.seed % 1000 }
          : (JSON.parse(Buffer.from(saved).toString()) as { step: number; value: number });
      const [first] = await tableInput(ctx.inputs, 'rows').read();
      return {
        async step() {
          while (ctx.params.gate !== '' && state.step >= 3 && !(await exists(ctx.params.gate)))
            await new Promise((resolve) => setTimeout(resolve, 10));
          await note(ctx.params.journal, `train ${state.step}`);
          state.step += 1;
          state.value = (state.value * 31 + Number(first?.n ?? 0) + state.step) % 1_000_003;
          ctx.metric('loss', 1 / state.step, state.step);
          return { done: state.step >= ctx.params.steps };
        },
        save: async () => Buffer.from(JSON.stringify(state)),
        async finish() {
          return {
            outputs: {
              rows: await rowsOf(ctx as never, [{ n: state.value }]),
              curve: await ctx.files('report', { 'report.json': JSON.stringify({ value: state.value }) }),
            },
            metrics: { value: state.value },
          };
        },
      };
    },
  }),
  'stub.noop@1': implement(noop, {
    async run(ctx) {
      const [input] = inputList(ctx.inputs, 'rows');
      return { outputs: { rows: input?.ref ?? (await rowsOf(ctx as never, [{ n: ctx.params.salt }])) } };
    },
  }),
  'stub.fail@1': implement(fail, {
    async run(ctx) {
      const { kind, until, journal: path } = ctx.params;
      await note(path, 'fail');
      if (until !== '' && (await exists(until)))
        return { outputs: { rows: await rowsOf(ctx as never, [{ n: 1 }]) } };
      switch (kind) {
        case 'exit':
          process.stderr.write('native library says goodbye\n');
          return process.exit(7);
        case 'memory': {
          const kept: Buffer[] = [];
          for (;;) {
            kept.push(Buffer.alloc(20 << 20, 1));
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        }
        default:
          throw new NodeError(kind, 'stub.failed', 'it was told to fail');
      }
    },
  }),
  'stub.hang@1': implement(hang, {
    async run(ctx) {
      await note(ctx.params.journal, 'hang');
      for (;;) Math.random();
    },
  }),
  'stub.listen@1': implement(listen, {
    async run(ctx) {
      const { journal: path, does, until } = ctx.params;
      switch (does) {
        case 'secret': {
          const value = await ctx.secret('STUB_TOKEN');
          ctx.log('info', `the token is ${value}`, { header: { authorization: `Bearer ${value}` } });
          process.stdout.write(`printed ${value}\n`);
          throw new NodeError('input', 'stub.refused', `the service refused ${value}`);
        }
        case 'use':
          ctx.usage({ tokens: 10, calls: 1 });
          ctx.usage({ tokens: 2.5 });
          await note(path, `key ${ctx.key}`);
          if (until !== '' && !(await exists(until))) {
            await note(until, '');
            throw new NodeError('transient', 'stub.busy', 'come again');
          }
          break;
        default:
          await note(path, 'begun');
          await new Promise<void>((resolve) => {
            ctx.signal.addEventListener('abort', () => resolve());
          });
          await note(path, `aborted: ${(ctx.signal.reason as Error).message}`);
          break;
      }
      // What it gives after an abort may be cut short: it must not count.
      return { outputs: { out: await ctx.files('blob', { 'out.txt': `half, ${ctx.params.salt}` }) } };
    },
  }),
  'stub.ask@1': implement(ask, {
    open: async () => ({ question: 'go on?' }),
    async close(ctx, answer) {
      if (answer !== true) throw new NodeError('input', 'stub.refused', 'the answer was no');
      return { outputs: { rows: tableInput(ctx.inputs, 'rows').ref } };
    },
  }),
};

const exists = async (path: string) =>
  await access(path).then(
    () => true,
    () => false,
  );

export const executors: ExecutorRegistry = Object.fromEntries(
  Object.entries(works).map(([name, executor]) => [name, async () => ({ executor })]),
);
