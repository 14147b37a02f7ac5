import { createPool } from '@weft/db';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from '../../engine.ts';
import type { GraphDocument } from '../../graph/index.ts';
import type { RunOptions } from '../../run/lockedRun.ts';
import { faultProbe } from './faultProbe.ts';
import { executors, registry } from '../stubNodes.ts';
import { storeUrl } from '../../store/openStore.ts';

/** A worker process for crash tests: starts the run it is given, works on it, and dies where WEFT_TEST_FAULT says. */
export interface CrashJob {
  readonly url: string;
  readonly directory: string;
  readonly workspaceId: string;
  readonly document: GraphDocument;
  readonly runId: string;
  readonly options: RunOptions;
}

const job = JSON.parse(process.env.WEFT_TEST_JOB!) as CrashJob;
const fault = process.env.WEFT_TEST_FAULT ?? '';
const stubs = new URL('../stubNodes.ts', import.meta.url).href;
const engine = await openEngine({
  url: job.url,
  pool: createPool({ url: job.url }),
  workspaceId: job.workspaceId,
  storeUrl: storeUrl(join(job.directory, 'store')),
  specs: registry,
  executors,
  specsModule: stubs,
  executorsModule: stubs,
  probe: faultProbe(fault),
});
await engine.work({
  name: 'crash test',
  slots: 2,
  labels: [job.options.label!],
  entry: fileURLToPath(new URL('./faultyExecutor.ts', import.meta.url)),
  env: { WEFT_TEST_FAULT: fault },
});
const { prepared } = engine.prepare(job.document);
await engine.start(job.document, prepared!, { ref: 'crash', runId: job.runId, ...job.options });
for await (const event of engine.watch(job.runId)) if (event.type === 'run:finished') break;
process.stdout.write('finished\n');
process.exit(0);
