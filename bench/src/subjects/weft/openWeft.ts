import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPool } from '@weft/db';
import { openEngine, startAlone, type Engine } from '@weft/engine';
import type { Actor } from '@weft/engine/observe';
import type { GraphDocument, SpecRegistry } from '@weft/engine/graph';
import type { ExecutorRegistry } from '@weft/engine/node';
import { DEFAULT_WORKSPACE } from '@weft/engine/testing';
import { storeUrl } from '@weft/engine/store';

/** `bench`: nodes that do next to nothing. `weft`: those that Weft ships. */
export type NodeSet = 'bench' | 'weft';

const BENCH_MODULE = new URL('../../nodes/benchNodes.ts', import.meta.url).href;
const MODULES = {
  bench: { specs: BENCH_MODULE, executors: BENCH_MODULE },
  weft: {
    specs: import.meta.resolve('@weft/nodes/specs'),
    executors: import.meta.resolve('@weft/nodes/executors'),
  },
};

export const BENCH: Actor = { kind: 'commandLine', id: 'bench', requestId: null };

export interface Place {
  readonly databaseUrl: string;
  readonly directory: string;
}

export async function openWeft({ databaseUrl, directory }: Place, nodes: NodeSet): Promise<Engine> {
  const modules = MODULES[nodes];
  const { registry } = (await import(modules.specs)) as { registry: SpecRegistry };
  const { executors } = (await import(modules.executors)) as { executors: ExecutorRegistry };
  return await openEngine({
    url: databaseUrl,
    pool: createPool({ url: databaseUrl }),
    workspaceId: DEFAULT_WORKSPACE,
    storeUrl: storeUrl(join(directory, 'store')),
    specs: registry,
    executors,
    specsModule: modules.specs,
    executorsModule: modules.executors,
  });
}

export interface WorkerJob extends Place {
  readonly slots: number;
  readonly nodes: NodeSet;
  readonly labels?: readonly string[];
}

export interface WorkerProcess {
  readonly pid: number;
  kill(): void;
}

/** Starts a worker in a process of its own and waits until it takes steps. It ends with this process. */
export async function startWorkerProcess(job: WorkerJob): Promise<WorkerProcess> {
  const child = fork(fileURLToPath(new URL('./workerMain.ts', import.meta.url)), [JSON.stringify(job)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the worker ended early with code ${code}`);
    }),
  ]);
  return { pid: child.pid!, kill: () => child.kill('SIGKILL') };
}

export interface Finished {
  readonly runId: string;
  readonly ms: number;
  /** Steps that were executed, not taken from an earlier run. */
  readonly executed: number;
}

const POLL_MS = 10;

/**
 * Runs a document and waits for its end. Asks for the status instead of following the events, as a peer's submitter
 * does not follow its jobs one by one either; what a follower costs is the follower's.
 *
 * @throws when the run does not succeed
 */
export async function runToEnd(engine: Engine, document: GraphDocument, label?: string): Promise<Finished> {
  const began = performance.now();
  const { prepared, diagnostics } = engine.prepare(document);
  if (prepared === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const { runId } = await startAlone(engine, prepared, {
    document,
    ref: 'bench',
    actor: BENCH,
    ...(label ? { label } : {}),
  });
  for (;;) {
    const { rows } = await engine.pool.query<{ status: string }>('select status from runs where id = $1', [
      runId,
    ]);
    const { status } = rows[0]!;
    if (status === 'succeeded') break;
    if (status !== 'running') throw new Error(`the run ended as ${status}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const ms = performance.now() - began;
  const { rows } = await engine.pool.query<{ executed: number }>(
    `select count(*)::int as executed from attempts where run_id = $1`,
    [runId],
  );
  return { runId, ms, executed: rows[0]!.executed };
}
