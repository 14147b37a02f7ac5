/** Nodes whose work is next to nothing, so that what remains to be measured is the engine. */
import { z } from 'zod';
import { defineNode, specRegistry, table, type NodeSpec } from '@weft/engine/graph';
import { implement, inputList, type ExecutorRegistry, type NodeContext } from '@weft/engine/node';
import { enter } from './journal.ts';

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

export const TICKS_PER_CHECKPOINT = 10;

/** Works for a while in small pieces and can be resumed, as training can. Its state is its own, as weights are. */
export const tick = defineNode({
  ...common,
  type: 'bench.tick',
  title: text('Tick'),
  inputs: {},
  params: z.object({ salt: z.int().default(0), ticks: z.int(), tickMs: z.number(), journal }),
  shape: 'loop',
  purity: 'seeded',
  loop: { checkpointSteps: TICKS_PER_CHECKPOINT },
});

export const registry = specRegistry([noop, write, tick] as NodeSpec[]);

const works = {
  'bench.noop@1': implement(noop, {
    async run(ctx) {
      enter(ctx.params.journal);
      const [input] = inputList(ctx.inputs, 'rows');
      return { outputs: { rows: input?.ref ?? (await writeOne(ctx, ctx.params.salt)) } };
    },
  }),
  'bench.write@1': implement(write, {
    async run(ctx) {
      enter(ctx.params.journal);
      return { outputs: { rows: await writeOne(ctx, ctx.params.salt) } };
    },
  }),
  'bench.tick@1': implement(tick, {
    async open(ctx, saved) {
      let done = saved === undefined ? 0 : Number(Buffer.from(saved).toString().split(' ')[0]);
      const { ticks, tickMs, journal: path } = ctx.params;
      return {
        async step() {
          enter(path, done);
          await new Promise((resolve) => setTimeout(resolve, tickMs));
          done += 1;
          return { done: done >= ticks };
        },
        save: async () => Buffer.from(`${done} of ${ctx.params.salt}`),
        finish: async () => ({ outputs: { rows: await writeOne(ctx, ctx.params.salt) } }),
      };
    },
  }),
};

export const executors: ExecutorRegistry = Object.fromEntries(
  Object.entries(works).map(([name, executor]) => [name, async () => ({ executor })]),
);
