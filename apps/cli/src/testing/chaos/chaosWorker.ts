import { createPool } from '@weft/db';
import { openEngine } from '@weft/engine';
import { shippedParts } from '../../parts.ts';

/** A worker process with a short lease, for tests that kill it. It works until somebody does. */
const { url, storeUrl, workspaceId, name } = JSON.parse(process.env.WEFT_TEST_WORKER!) as {
  url: string;
  storeUrl: string;
  workspaceId: string;
  name: string;
};
const engine = await openEngine({
  url,
  pool: createPool({ url }),
  workspaceId,
  storeUrl,
  specs: await shippedParts.loadSpecs(),
  executors: await shippedParts.loadExecutors(),
  specsModule: shippedParts.specsModule,
  executorsModule: shippedParts.executorsModule,
});
await engine.work({ name, slots: 1, leaseSeconds: 1.5 });
process.stdout.write('ready\n');
