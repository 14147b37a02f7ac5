import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { gaps } from '../../harness/statistics.ts';
import { gapFigures } from '../gapFigures.ts';

/** One workflow whose steps follow one another in one process; each result is recorded before the next starts. */
export async function open({ settings, databaseUrl }: Given): Promise<OpenSubject> {
  const { steps } = settings as { steps: number };
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: databaseUrl, logLevel: 'error' });
  const chain = DBOS.registerWorkflow(
    async () => {
      const times: number[] = [];
      for (let at = 0; at < steps; at++)
        await DBOS.runStep(async () => void times.push(performance.now()), { name: `step${at}` });
      return times;
    },
    { name: 'chain' },
  );
  await DBOS.launch();
  return {
    async round() {
      const began = performance.now();
      const handle = await DBOS.startWorkflow(chain)();
      const times = await handle.getResult();
      return gapFigures(gaps(times), { steps, ms: performance.now() - began });
    },
    close: async () => await DBOS.shutdown(),
  };
}
