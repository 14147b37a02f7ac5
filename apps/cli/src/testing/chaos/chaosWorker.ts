import { createPool } from '@weft/db';
import { openEngine } from '@weft/engine';
import { modelHooks } from '@weft/server/models';
import { shippedParts } from '../../parts.ts';

/** A worker process with a shorter lease, for tests that kill it. It works until somebody does. */
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
  hooks: [modelHooks],
});
await engine.work({ name, slots: 1, leaseSeconds: 6 });
process.stdout.write('ready\n');
