/** Nodes whose work is next to nothing, so that what remains to be measured is the engine. */
import { z } from 'zod';
import { defineNode, specRegistry, table, type NodeSpec } from '@weft/engine/graph';
import { implement, inputList, type ExecutorRegistry, type NodeContext } from '@weft/engine/node';
import { appendTime } from './journal.ts';

const text = (en: string) => ({ en, zh: en });
const COLUMNS = { n: 'int' } as const;
const common = {
  stage: 'control',
  version: 1,
  description: text('for measurements'),
  outputs: { rows: { type: table(COLUMNS) } },
} as const;
/** A file to which the node appends when it ran. It names no input, so it is no part of the key. */
const journal = z.string().default('').meta({ key: false, zh: '记录文件' });

const writeOne = async (ctx: Pick<NodeContext, 'table'>, n: number) => {
  const writer = ctx.table(COLUMNS);
  await writer.write([{ n }]);
  return await writer.close();
};

/** Gives on what it got; without an input it writes a table of one row. */
export const noop = defineNode({
  ...common,
  type: 'bench.noop',
  title: text('Nothing'),
  inputs: { rows: { type: table(COLUMNS), optional: true } },
  params: z.object({ salt: z.int().default(0), journal }),
  shape: 'task',
  purity: 'pure',
});

/** Writes a new artifact each time: a file that is synced, and a row. */
export const write = defineNode({
  ...common,
  type: 'bench.write',
  title: text('Write one row'),
  inputs: { rows: { type: table(COLUMNS), optional: true } },
  params: z.object({ salt: z.int().default(0), journal }),
  shape: 'task',
  purity: 'pure',
});

/** Works for a while in small pieces and can be resumed, as training can. */
export const tick = defineNode({
  ...common,
  type: 'bench.tick',
  title: text('Tick'),
  inputs: {},
  params: z.object({ salt: z.int().default(0), steps: z.int(), stepMs: z.number(), journal }),
  shape: 'loop',
  purity: 'seeded',
  loop: { checkpointSteps: 10 },
});

export const registry = specRegistry([noop, write, tick] as NodeSpec[]);

const works = {
  'bench.noop@1': implement(noop, {
    async run(ctx) {
      appendTime(ctx.params.journal);
      const [input] = inputList(ctx.inputs, 'rows');
      return { outputs: { rows: input?.ref ?? (await writeOne(ctx, ctx.params.salt)) } };
    },
  }),
  'bench.write@1': implement(write, {
    async run(ctx) {
      appendTime(ctx.params.journal);
      return { outputs: { rows: await writeOne(ctx, ctx.params.salt) } };
    },
  }),
  'bench.tick@1': implement(tick, {
    async open(ctx, saved) {
      let done = saved === undefined ? 0 : Number(Buffer.from(saved).toString());
      const { steps, stepMs, journal: path } = ctx.params;
      return {
        async step() {
          appendTime(path);
          await new Promise((resolve) => setTimeout(resolve, stepMs));
          done += 1;
          return { done: done >= steps };
        },
        save: async () => Buffer.from(String(done)),
        finish: async () => ({ outputs: { rows: await writeOne(ctx, ctx.params.salt) } }),
      };
    },
  }),
};

export const executors: ExecutorRegistry = Object.fromEntries(
  Object.entries(works).map(([name, executor]) => [name, async () => ({ executor })]),
);
