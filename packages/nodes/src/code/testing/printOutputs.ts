/**
 * Runs the code node over 300 rows that each take a hundred thousand steps, but row 200, which never ends. Prints
 * "running" in the middle of them, then "outputs " and the artifacts. For tests that stop this process meanwhile.
 */
import type { NodeExecutor } from '@weft/engine/node';
import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { executor } from '../javascript/execute.ts';
import { spec } from '../javascript/spec.ts';

const CODE = `function map(row) {
  let sum = 0;
  for (let i = 0; row.n === 200 || i < 100_000; i++) sum = (sum * 31 + i) % 65521;
  return { ...row, sum, chance: Math.random() };
}`;

const map = executor as NodeExecutor & { shape: 'map' };
const telling: NodeExecutor = {
  ...map,
  async open(ctx, prepared) {
    const session = await map.open(ctx, prepared);
    return {
      ...session,
      async batch(...rows) {
        const before = process.cpuUsage().user;
        // Making the engine takes a tenth of this, the rows several times as long.
        const watch = setInterval(() => {
          if (process.cpuUsage().user - before < 400_000) return;
          clearInterval(watch);
          process.stdout.write('running\n');
        }, 5);
        return await session.batch(...rows);
      },
    };
  },
};

const store = memoryArtifactStore();
const rows = await tableOf(
  store,
  { n: 'int' },
  Array.from({ length: 300 }, (_, n) => ({ n })),
);
const run = await runNode({
  spec,
  executor: telling,
  params: { code: CODE, columns: { sum: 'int', chance: 'float' }, row_steps: 1 },
  inputs: { rows },
  store,
});
process.stdout.write(
  `outputs ${JSON.stringify({ outputs: run.outputs, errors: await run.rows('errors') })}\n`,
);
