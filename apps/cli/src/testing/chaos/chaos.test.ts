import { createPool } from '@weft/db';
import { startServer, type TestServer } from '@weft/db/testing';
import { isDatabaseAway, openEngine, startAlone, type Engine, type RunView } from '@weft/engine';
import { modelHooks } from '@weft/server/models';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLineActor } from '../../actor.ts';
import { loadDocument, type LoadedDocument } from '../../document/load.ts';
import { shippedParts } from '../../parts.ts';
import { DEFAULT_WORKSPACE } from '../../open.ts';
import { storeUrl } from '@weft/engine/store';

/**
 * The shipped templates, run by two worker processes, while workers and PostgreSQL are killed with SIGKILL at random
 * moments: 50 kills in all. Every run succeeds with the artifacts of an undisturbed one, and publishes once.
 * WEFT_TEST_SEED repeats a sequence of choices (not the timing, which is the machine's).
 */
const KILLS = Number(process.env.WEFT_TEST_KILLS ?? 50);
const TEMPLATES = ['quick-start', 'document-search', 'text-classifier'];
const WORKER = fileURLToPath(new URL('./chaosWorker.ts', import.meta.url));

let server: TestServer;
let database: Awaited<ReturnType<TestServer['createDatabase']>>;
let root: string;
let engine: Engine;
const workers: (ChildProcess | undefined)[] = [undefined, undefined];
let stopping = false;

function startWorker(place: number): void {
  if (stopping) return;
  const child = spawn(process.execPath, [WORKER], {
    env: {
      ...process.env,
      WEFT_TEST_WORKER: JSON.stringify({
        url: database.url,
        storeUrl: storeUrl(join(root, 'store')),
        workspaceId: DEFAULT_WORKSPACE,
        name: `w${place}`,
      }),
    },
    // A group of its own, so that a kill takes its executors along, as losing the machine would.
    detached: true,
    stdio: 'ignore',
  });
  workers[place] = child;
  child.on('close', () => {
    if (workers[place] === child) startWorker(place);
  });
}

/** Kills a worker, and lets its leases be over: a test that waited for them would measure nothing but that wait. */
async function killWorker(place: number): Promise<void> {
  killGroup(workers[place]);
  await patiently(
    async () =>
      await engine.pool.query(
        `update steps s set lease_until = now() - interval '1 second' from workers w
         where w.id = s.worker_id and w.name = $1 and s.status = 'running'`,
        [`w${place}`],
      ),
  );
}

const killGroup = (child: ChildProcess | undefined) => {
  try {
    if (child?.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It had gone by itself.
  }
};

beforeAll(async () => {
  server = await startServer({ durable: true });
  database = await server.createDatabase();
  root = await mkdtemp(join(tmpdir(), 'weft-chaos-'));
  engine = await openEngine({
    url: database.url,
    pool: createPool({ url: database.url }),
    workspaceId: DEFAULT_WORKSPACE,
    storeUrl: storeUrl(join(root, 'store')),
    specs: await shippedParts.loadSpecs(),
    executors: await shippedParts.loadExecutors(),
    specsModule: shippedParts.specsModule,
    executorsModule: shippedParts.executorsModule,
    hooks: [modelHooks],
  });
  startWorker(0);
  startWorker(1);
});
afterAll(async () => {
  stopping = true;
  for (const worker of workers) killGroup(worker);
  await engine.close();
  await engine.pool.end();
  await server.stop();
  await rm(root, { recursive: true, force: true });
});

/** Asks until the database is there to answer. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function run(loaded: LoadedDocument): Promise<RunView> {
  const { prepared, diagnostics } = engine.prepare(loaded.document);
  if (prepared === null) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  // Three deaths without progress make a step a suspect. Here workers die for reasons of their own, and so often that a
  // step that needs two seconds to start may well meet three of them.
  const plan = {
    ...prepared.plan,
    steps: prepared.plan.steps.map((step) => ({ ...step, limits: { ...step.limits, attempts: 1000 } })),
  };
  const runId = crypto.randomUUID();
  await patiently(
    async () =>
      await startAlone(
        engine,
        { ...prepared, plan },
        {
          document: loaded.document,
          ref: loaded.ref,
          runId,
          actor: commandLineActor(),
          checkpointSeconds: 0.2,
        },
      ),
  );
  for await (const event of engine.watch(runId)) if (event.type === 'run:finished') break;
  return (await patiently(async () => await engine.view(runId)))!;
}

/** The next run shall find nothing: not a result, not a checkpoint, not a byte. */
async function forget(): Promise<void> {
  await patiently(
    async () => await engine.pool.query('truncate results, checkpoints, artifacts, artifact_lineage'),
  );
  await rm(join(root, 'artifacts'), { recursive: true, force: true });
}

const essence = (view: RunView) => ({
  status: view.status,
  steps: Object.fromEntries(
    view.steps.map((s) => [s.nodeId, [s.status, Object.values(s.outputs).map((o) => o.hash), s.error]]),
  ),
});

/** A small documented generator (mulberry32, Tommy Ettinger, public domain), so that choices repeat. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(`templates survive ${KILLS} random kills of workers and PostgreSQL`, async () => {
  const seed = Number(process.env.WEFT_TEST_SEED ?? Date.now() % 2 ** 31);
  process.stdout.write(`chaos: seed ${seed} (WEFT_TEST_SEED)\n`);
  const next = random(seed);
  const documents = await Promise.all(
    TEMPLATES.map(
      async (name) =>
        await loadDocument(name, {
          specs: await shippedParts.loadSpecs(),
          templatesDir: shippedParts.templatesDir,
        }),
    ),
  );
  const undisturbed: ReturnType<typeof essence>[] = [];
  for (const document of documents) {
    const view = await run(document);
    expect([view.status, view.steps.filter((s) => s.error !== null)]).toEqual(['succeeded', []]);
    undisturbed.push(essence(view));
    await forget();
  }

  const kills = { worker: 0, postgres: 0 };
  const total = () => kills.worker + kills.postgres;
  let disturbing = true;
  const disturb = (async () => {
    while (disturbing && total() < KILLS) {
      await new Promise((resolve) => setTimeout(resolve, 300 + next() * 1500));
      if (!disturbing) break;
      if (next() < 0.2) {
        kills.postgres += 1;
        await server.kill9();
        await server.restart();
      } else {
        kills.worker += 1;
        await killWorker(next() < 0.5 ? 0 : 1);
      }
    }
  })();
  try {
    for (let round = 0; total() < KILLS; round++) {
      const at = round % documents.length;
      const view = await run(documents[at]!);
      expect(essence(view), `${TEMPLATES[at]}, after ${total()} kills`).toEqual(undisturbed[at]);
      await forget();
    }
  } finally {
    disturbing = false;
    await disturb;
  }
  process.stdout.write(`chaos: ${kills.worker} workers and ${kills.postgres} times PostgreSQL killed\n`);
  expect(kills.postgres).toBeGreaterThan(0);
  const { rows } = await patiently(
    async () =>
      await engine.pool.query<{ name: string; versions: number }>(
        'select m.name, count(*)::int as versions from models m join model_versions v on v.model_id = m.id group by m.name',
      ),
  );
  expect(rows.every((row) => row.versions === 1)).toBe(true);
});
