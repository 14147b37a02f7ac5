import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { compile } from './compile/compile.ts';
import { select, type Selection } from './compile/subplan.ts';
import type { Plan } from './compile/plan.ts';
import type { Diagnostic, GraphDocument, Json, SpecRegistry } from './graph/index.ts';
import type { ExecutorRegistry } from './node/executor.ts';
import { openDelivery, queueName, QUEUE_KINDS } from './queue/queues.ts';
import type { CommitDeps } from './run/commit.ts';
import { answerGate, control, type Controlled, type ControlVerb } from './run/control.ts';
import { actorSchema, type Actor } from './observe/actor.ts';
import type { SequencedEvent } from './observe/events.ts';
import { explain, lastParts, type StepExplanation } from './run/explain.ts';
import type { Hooks } from './run/hooks.ts';
import { PlanCache, type RunOptions } from './run/lockedRun.ts';
import { outsideOf } from './run/outside.ts';
import type { Probe } from './probe.ts';
import { explainStep, type StepAccount } from './run/explainStep.ts';
import { foresee, startRun, type Forecasted } from './run/start.ts';
import { listRuns, viewRun, type RunSummary, type RunView } from './run/view.ts';
import { watchRun } from './run/watch.ts';
import { collect, damageOf, type Collected, type CollectOptions, type Damage } from './gc/collect.ts';
import { readManifests } from './gc/readManifests.ts';
import type { StoreKeeper } from './store/keeper.ts';
import { openKeeper } from './store/openKeeper.ts';
import { markLost, markStored } from './store/presence.ts';
import { inSnapshot, inTransaction, type Tx } from './store/tx.ts';
import type { Launcher } from './worker/launchers/launcher.ts';
import { nodeLauncher } from './worker/launchers/node.ts';
import { startWorker, type Worker, type WorkerOptions } from './worker/supervisor.ts';

/** Everything the engine needs from outside, in one object, built by whoever starts it. */
export interface EngineOptions {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly workspaceId: string;
  /** Where bytes are kept: "fs:" and an absolute folder, the same for all processes of an installation. */
  readonly storeUrl: string;
  readonly specs: SpecRegistry;
  readonly executors: ExecutorRegistry;
  /** URLs of the modules that executor processes import: `registry` from one, `executors` from the other. */
  readonly specsModule: string;
  readonly executorsModule: string;
  /** What else happens in the engine's transactions: publications are recorded, work is metered. Default none. */
  readonly hooks?: readonly Hooks[];
  /** Tests put one here that kills or pauses the process. */
  readonly probe?: Probe;
}

export interface Prepared {
  readonly plan: Plan;
  readonly forced: ReadonlySet<number>;
}
export type Preparation =
  | { readonly prepared: Prepared; readonly diagnostics: readonly [] }
  | { readonly prepared: null; readonly diagnostics: readonly Diagnostic[] };

export interface StartOptions extends RunOptions {
  readonly actor: Actor;
  /** As it was written; kept as a version of the document. */
  readonly document: GraphDocument;
  /** Names the document across runs. */
  readonly ref: string;
  /** State vector of the live document that was frozen for this run. */
  readonly stateVector?: Uint8Array;
  /** Starting twice with the same id starts once, also at the same time. Default: a new one. */
  readonly runId?: string;
}

export interface ControlOptions {
  readonly actor: Actor;
  readonly verb: ControlVerb;
  readonly runId: string;
}

export interface AnswerOptions {
  readonly actor: Actor;
  readonly runId: string;
  readonly nodeId: string;
  readonly answer: Json;
}

/**
 * `start`, `control` and `answer` join the caller's transaction, so that a caller commits rows of its own with them, or
 * neither. Lock order: whatever the caller must lock before a run, then the run, its steps and jobs, then what hooks
 * lock. Numbers in the workspace's log are given while the transaction commits, whatever else the caller does after; for
 * their sake a transaction is about one workspace.
 */
export interface Engine {
  /** Artifacts, checkpoints and what people uploaded. */
  readonly store: StoreKeeper;
  readonly pool: pg.Pool;
  readonly workspaceId: string;
  /** Compiles and selects. Pure: nothing is read or written. */
  prepare(document: GraphDocument, selection?: Selection): Preparation;
  explain(prepared: Prepared, ref: string): Promise<StepExplanation[]>;
  /** Hashes the files that the plan reads and looks results up: slow work, to be done before a transaction is opened. */
  forecast(prepared: Prepared): Promise<Forecasted>;
  /**
   * Starts a run, once for each id. `startAlone` does it in a transaction of its own.
   *
   * @throws RunIdTaken when `runId` is that of another document's run
   */
  start(tx: Tx, forecast: Forecasted, options: StartOptions): Promise<{ runId: string; number: number }>;
  /** Null when the workspace has no such run. */
  control(tx: Tx, options: ControlOptions): Promise<Controlled>;
  /** Answers a gate. False when the step is not asking. */
  answer(tx: Tx, options: AnswerOptions): Promise<boolean>;
  view(runId: string): Promise<RunView | null>;
  /** Why a step of a run was executed, served or kept waiting. Null when the workspace has no such step. */
  explainStep(runId: string, nodeId: string): Promise<StepAccount | null>;
  list(options?: { limit?: number; ref?: string }): Promise<RunSummary[]>;
  watch(runId: string, options?: { after?: bigint; signal?: AbortSignal }): AsyncGenerator<SequencedEvent>;
  work(
    options: Omit<WorkerOptions, 'launchers'> & {
      /** Executors of other kinds, asked after those of Weft. */
      launchers?: readonly Launcher[];
      /** Entry and environment of Weft's own executors; tests put one with probes here. */
      entry?: string;
      env?: Readonly<Record<string, string>>;
    },
  ): Promise<Worker>;
  /**
   * Looks at bytes that somebody could not read. Damaged ones go to quarantine; those that are really lost are marked,
   * for all workspaces that name them, and made again by the next run that needs them. False when they are sound.
   */
  reportLost(hash: string): Promise<boolean>;
  /** Bytes were stored by somebody other than a worker. */
  reportStored(hash: string): Promise<void>;
  /** Garbage collection, for all workspaces. @throws GcRunning */
  collect(options?: CollectOptions): Promise<Collected>;
  damage(): Promise<Damage>;
  /** The same engine for another tenant: everything it reads and starts belongs to that workspace. */
  inWorkspace(workspaceId: string): Engine;
  close(): Promise<void>;
}

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { pool, url, specs, executors } = options;
  const probe = options.probe ?? (() => {});
  const store = openKeeper(options.storeUrl, probe);
  await readManifests(pool, store);
  const plans = new PlanCache();
  const delivery = await openDelivery(pool);
  await delivery.ensure(QUEUE_KINDS.map((kind) => queueName(kind)));

  let slots = 1;
  async function countSlots(): Promise<void> {
    const { rows } = await pool.query<{ slots: number | null }>(
      `select sum(slots)::int as slots from workers where state = 'active' and heartbeat_at > now() - interval '15 seconds'`,
    );
    slots = rows[0]?.slots ?? 1;
  }
  const { hooks = [] } = options;
  if (new Set(hooks.map(({ name }) => name)).size < hooks.length) throw new Error('two hooks have one name');
  const deps: CommitDeps = { plans, delivery, probe, hooks, slots: () => slots, random: Math.random };
  const counting = setInterval(() => void countSlots().catch(() => {}), 5000);
  counting.unref();

  async function forecastIn(workspaceId: string, { plan, forced }: Prepared): Promise<Forecasted> {
    const outside = await outsideOf(plan, executors);
    const forecast = await foresee({ db: pool, workspaceId }, { plan, outside, forced });
    return { plan, forced, outside, forecast };
  }

  const inWorkspace = (workspaceId: string): Engine => ({
    store,
    pool,
    workspaceId,
    inWorkspace,
    prepare(document, selection = {}) {
      const compiled = compile(document, specs);
      if (compiled.plan === null) return { prepared: null, diagnostics: compiled.diagnostics };
      const selected = select(compiled.plan, selection);
      if (selected.plan === null) return { prepared: null, diagnostics: selected.diagnostics };
      return { prepared: selected, diagnostics: [] };
    },
    async explain(prepared, ref) {
      const { forecast: found } = await forecastIn(workspaceId, prepared);
      return explain(prepared.plan, found, await lastParts(pool, { workspaceId, ref }));
    },
    async forecast(prepared) {
      await countSlots();
      return await forecastIn(workspaceId, prepared);
    },
    async start(tx, forecast, { document, ref, runId = randomUUID(), actor, stateVector, ...runOptions }) {
      const { number } = await startRun(tx, deps, {
        ...forecast,
        runId,
        workspaceId,
        actor: actorSchema.parse(actor),
        ref,
        stateVector,
        content: document,
        options: runOptions,
      });
      return { runId, number };
    },
    control: async (tx, { actor, verb, runId }) =>
      isUuid(runId)
        ? await control(tx, deps, { verb, runId, workspaceId, actor: actorSchema.parse(actor) })
        : null,
    answer: async (tx, { actor, ...given }) =>
      isUuid(given.runId) &&
      (await answerGate(tx, deps, { ...given, workspaceId, actor: actorSchema.parse(actor) })),
    view: async (runId) =>
      isUuid(runId)
        ? await inSnapshot(pool, async (tx) => await viewRun(tx, plans, { workspaceId, runId }))
        : null,
    explainStep: async (runId, nodeId) =>
      isUuid(runId)
        ? await inSnapshot(pool, async (tx) => await explainStep(tx, plans, { workspaceId, runId, nodeId }))
        : null,
    list: async ({ limit = 20, ref } = {}) => await listRuns(pool, { workspaceId, limit, ref }),
    watch: (runId, watchOptions = {}) => watchRun(pool, { url, workspaceId, runId, ...watchOptions }),
    async work({ entry, env, launchers = [], ...workerOptions }) {
      const { specsModule, executorsModule } = options;
      const worker = await startWorker(
        { ...deps, url, pool, workspaceId, specs, store },
        {
          ...workerOptions,
          launchers: [nodeLauncher({ config: { specsModule, executorsModule }, entry, env }), ...launchers],
        },
      );
      await countSlots();
      return worker;
    },
    async reportLost(hash) {
      const how = await store.check(hash);
      if (how !== 'sound') await markLost(pool, [{ hash, how }]);
      return how !== 'sound';
    },
    reportStored: async (hash) => await markStored(pool, [hash]),
    collect: async (collectOptions) => await collect({ pool, store, hooks }, collectOptions),
    damage: async () => await damageOf({ pool, store }),
    async close() {
      clearInterval(counting);
      await delivery.stop();
    },
  });
  return inWorkspace(options.workspaceId);
}

/** Forecasts and starts a run in a transaction of its own. @throws RunIdTaken, HookFailed */
export async function startAlone(
  engine: Engine,
  prepared: Prepared,
  options: StartOptions,
): Promise<{ runId: string; number: number }> {
  const forecast = await engine.forecast(prepared);
  return await inTransaction(engine.pool, async (tx) => await engine.start(tx, forecast, options));
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
