import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@weft/db/testing';
import { openEngine, type Engine } from '../engine.ts';
import type { GraphDocument } from '../graph/index.ts';
import type { Selection } from '../compile/subplan.ts';
import type { RunOptions } from '../run/lockedRun.ts';
import type { Probe } from '../probe.ts';
import type { RunView } from '../run/view.ts';
import { storeUrl } from '../store/openStore.ts';
import type { Tx } from '../store/tx.ts';
import type { Worker } from '../worker/supervisor.ts';
import { executors, registry } from './stubNodes.ts';

export const DEFAULT_WORKSPACE = '00000000-0000-7000-8000-000000000001';
export const STUBS_MODULE = new URL('./stubNodes.ts', import.meta.url).href;

export interface TestEngine {
  readonly engine: Engine;
  readonly url: string;
  readonly directory: string;
  worker(options?: Partial<Parameters<Engine['work']>[0]>): Promise<Worker>;
  start(
    document: GraphDocument,
    options?: RunOptions & { selection?: Selection; ref?: string },
  ): Promise<string>;
  /** Follows the run until it is over. */
  finished(runId: string): Promise<RunView>;
  run(
    document: GraphDocument,
    options?: RunOptions & { selection?: Selection; ref?: string },
  ): Promise<RunView>;
  close(): Promise<void>;
}

/** An engine over a database and directories of its own, with the stub nodes. */
export async function testEngine(probe?: Probe): Promise<TestEngine> {
  const database = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'weft-engine-'));
  const engine = await openEngine({
    url: database.url,
    pool: database.pool,
    workspaceId: DEFAULT_WORKSPACE,
    storeUrl: storeUrl(join(directory, 'store')),
    specs: registry,
    executors,
    specsModule: STUBS_MODULE,
    executorsModule: STUBS_MODULE,
    probe,
  });
  const workers: Worker[] = [];
  const test: TestEngine = {
    engine,
    url: database.url,
    directory,
    async worker(options = {}) {
      const worker = await engine.work({ name: 'test', slots: 2, ...options });
      workers.push(worker);
      return worker;
    },
    async start(document, { selection, ref = 'test', ...options } = {}) {
      const { prepared, diagnostics } = engine.prepare(document, selection);
      if (prepared === null) throw new Error(diagnostics.map((d) => d.message).join('\n'));
      return (await engine.start(document, prepared, { ref, ...options })).runId;
    },
    async finished(runId) {
      for await (const event of engine.watch(runId)) if (event.type === 'run:finished') break;
      return (await engine.view(runId))!;
    },
    run: async (document, options) => await test.finished(await test.start(document, options)),
    async close() {
      await Promise.all(workers.map(async (worker) => await worker.stop({ graceMs: 1000 })));
      await engine.close();
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return test;
}

/**
 * Lets the leases of a run's steps be over, as time does for a worker that is silent. Tests that shorten leases instead
 * fail on a busy machine, where living workers are late as well.
 */
export async function endLeases(pool: Tx, runId: string): Promise<void> {
  await pool.query(
    `update steps set lease_until = now() - interval '1 second' where run_id = $1 and status = 'running'`,
    [runId],
  );
}

export const statuses = (run: RunView): Record<string, string> =>
  Object.fromEntries(run.steps.map((step) => [step.nodeId, step.status]));
