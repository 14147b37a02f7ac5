import { createTestDatabase } from '@weft/db/testing';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type Engine } from '../../engine.ts';
import type { GraphDocument } from '../../graph/index.ts';
import { PROBES, type ProbeName } from '../../probe.ts';
import { graph } from '../graphBuilder.ts';
import { executors, registry } from '../stubNodes.ts';
import { endLeases, STUBS_MODULE } from '../testEngine.ts';
import type { CrashJob } from './crashWorker.ts';
import { storeUrl } from '../../store/openStore.ts';

/**
 * Kills a real worker process, executor included, at every named point of the commit path, over three shapes of graph.
 * Whatever the point: a second worker finishes the run, the artifacts are those of an undisturbed run, each step has
 * one result, and the publication happened once. In one graph it dies the first time it gets there, in the others the
 * second time, when there is one.
 */
const CRASH_WORKER = fileURLToPath(new URL('./crashWorker.ts', import.meta.url));

const train = { type: 'stub.train', params: { steps: 5 } };
const graphs: Record<string, GraphDocument> = {
  chain: graph({
    rows: { type: 'stub.source', params: { count: 24 } },
    learned: { type: 'stub.learn', in: { rows: 'rows.rows' } },
    twice: { type: 'stub.double', in: { rows: 'learned.rows' } },
    model: { ...train, in: { rows: 'twice.rows' } },
    publish: { type: 'stub.sum', params: { publish: 'chain' }, in: { rows: 'model.rows' } },
  }),
  diamond: graph({
    rows: { type: 'stub.source', params: { count: 24 } },
    left: { type: 'stub.learn', in: { rows: 'rows.rows' } },
    right: { ...train, in: { rows: 'rows.rows' } },
    twice: { type: 'stub.double', in: { rows: 'left.rows' } },
    publish: { type: 'stub.sum', params: { publish: 'diamond' }, in: { rows: ['twice.rows', 'right.rows'] } },
  }),
  fan: graph({
    rows: { type: 'stub.source', params: { count: 48 } },
    ...Object.fromEntries(
      [1, 2, 3].map((i) => [
        `twice${i}`,
        { type: 'stub.double', params: { add: i }, in: { rows: 'rows.rows' } },
      ]),
    ),
    learned: { type: 'stub.learn', in: { rows: 'rows.rows' } },
    model: { ...train, in: { rows: 'twice1.rows' } },
    publish: {
      type: 'stub.sum',
      params: { publish: 'fan' },
      in: { rows: ['twice1.rows', 'twice2.rows', 'twice3.rows', 'learned.rows', 'model.rows'] },
    },
  }),
};

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let root: string;
const undisturbed: Record<string, Outcome> = {};

interface Outcome {
  readonly status: string;
  readonly outputs: Record<string, unknown>;
  readonly results: number;
  readonly publications: number;
}

async function inWorkspace<T>(
  work: (engine: Engine, place: { workspaceId: string; directory: string }) => Promise<T>,
): Promise<T> {
  const workspaceId = randomUUID();
  await database.pool.query('insert into workspaces (id, name, slug) values ($1::uuid, $2, $1::text)', [
    workspaceId,
    'crash test',
  ]);
  const directory = await mkdtemp(join(root, 'case-'));
  const engine = await openEngine({
    url: database.url,
    pool: database.pool,
    workspaceId,
    storeUrl: storeUrl(join(directory, 'store')),
    specs: registry,
    executors,
    specsModule: STUBS_MODULE,
    executorsModule: STUBS_MODULE,
  });
  try {
    return await work(engine, { workspaceId, directory });
  } finally {
    await engine.close();
  }
}

/** Starts the run (or finds it started), works until it is over, and says what came of it. */
async function finish(engine: Engine, document: GraphDocument, runId: string): Promise<Outcome> {
  const label = `L${runId.slice(0, 8)}`;
  const worker = await engine.work({ name: 'survivor', slots: 2, labels: [label] });
  try {
    const { prepared } = engine.prepare(document);
    await engine.start(document, prepared!, { ref: 'crash', runId, label, checkpointSeconds: 0, shards: 2 });
    for await (const event of engine.watch(runId)) if (event.type === 'run:finished') break;
    const view = (await engine.view(runId))!;
    const { rows } = await database.pool.query<{ results: number; publications: number }>(
      `select (select count(*)::int from results where workspace_id = $1) as results,
              (select count(*)::int from model_versions where workspace_id = $1) as publications`,
      [engine.workspaceId],
    );
    for (const step of view.steps)
      for (const ref of Object.values(step.outputs)) await engine.store.get(ref.hash);
    return {
      status: view.status,
      outputs: Object.fromEntries(view.steps.map((s) => [s.nodeId, s.outputs])),
      ...rows[0]!,
    };
  } finally {
    await worker.stop({ graceMs: 500 });
  }
}

/** Runs a worker that dies at the point. Resolves with how it ended: killed, or finished without reaching the point. */
async function crash(job: CrashJob, fault: string): Promise<'killed' | 'finished'> {
  const child = spawn(process.execPath, [CRASH_WORKER], {
    env: { ...process.env, WEFT_TEST_JOB: JSON.stringify(job), WEFT_TEST_FAULT: fault },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
  const { promise, resolve, reject } = Promise.withResolvers<'killed' | 'finished'>();
  child.on('close', (code, signal) => {
    if (signal === 'SIGKILL') resolve('killed');
    else if (output.includes('finished')) resolve('finished');
    else reject(new Error(`the crash worker ended with code ${code}, signal ${signal}: ${output}`));
  });
  return await promise;
}

beforeAll(async () => {
  database = await createTestDatabase({ max: 40 });
  root = await mkdtemp(join(tmpdir(), 'weft-crash-'));
  for (const [name, document] of Object.entries(graphs))
    undisturbed[name] = await inWorkspace(async (engine) => await finish(engine, document, randomUUID()));
});
afterAll(async () => {
  await database.drop();
  await rm(root, { recursive: true, force: true });
});

const shapes = Object.keys(graphs);
const cases = PROBES.flatMap((point, i) =>
  shapes.map((shape, s): [ProbeName, string, number] => [point, shape, i % shapes.length === s ? 1 : 2]),
);

describe.concurrent('killed for real', () => {
  test.for(cases)(
    'at %s in the %s graph (time %i), the run ends as if nothing had happened',
    async ([point, shape, time], { expect: check }) => {
      const document = graphs[shape]!;
      const runId = randomUUID();
      await inWorkspace(async (engine, place) => {
        const options = { label: `L${runId.slice(0, 8)}`, checkpointSeconds: 0, shards: 2 };
        const job = { url: database.url, ...place, document, runId, options };
        const ended = await crash(job, `${point}@${time}`);
        if (time === 1) check(ended).toBe('killed');
        await endLeases(database.pool, runId);
        check(await finish(engine, document, runId)).toEqual(undisturbed[shape]);
      });
    },
  );
});

test('there are at least 25 points, and the undisturbed runs did something', () => {
  expect(PROBES.length).toBeGreaterThanOrEqual(25);
  for (const outcome of Object.values(undisturbed))
    expect(outcome).toMatchObject({ status: 'succeeded', publications: 1 });
});
