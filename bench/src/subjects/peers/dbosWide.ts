import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';

/** Twenty workflows at a time share the steps: faster than all steps of one workflow at once. */
export async function open({ settings, databaseUrl }: Given): Promise<OpenSubject> {
  const { steps, workflows } = settings as { steps: number; workflows: number };
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: databaseUrl, logLevel: 'error' });
  const part = DBOS.registerWorkflow(
    async () => {
      for (let at = 0; at < steps / workflows; at++)
        await DBOS.runStep(async () => at, { name: `step${at}` });
    },
    { name: 'part' },
  );
  await DBOS.launch();
  return {
    async round() {
      const began = performance.now();
      await Promise.all(
        Array.from({ length: workflows }, async () => {
          const handle = await DBOS.startWorkflow(part)();
          await handle.getResult();
        }),
      );
      return { perSecond: (steps * 1000) / (performance.now() - began) };
    },
    close: async () => await DBOS.shutdown(),
  };
}
