import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { pause } from '../backoff.ts';
import type { ClaimedStep } from '../queue/claim.ts';
import { queueName, QUEUE_KINDS, WORK_CHANNEL } from '../queue/queues.ts';
import { workerActor } from '../observe/actor.ts';
import type { CommitDeps, Ending } from '../run/commit.ts';
import { CONTROL_CHANNEL } from '../run/control.ts';
import { sweep } from '../run/sweep.ts';
import { tell } from '../run/tell.ts';
import type { SpecRegistry } from '../graph/index.ts';
import type { Hello } from '../protocol/index.ts';
import type { StagingStore } from '../store/keeper.ts';
import { listen } from '../store/listen.ts';
import { isDatabaseAway } from '../store/tx.ts';
import { Committer } from './committer.ts';
import { Desk } from './desk.ts';
import { ExecutorPool } from './executorPool.ts';
import type { Launcher } from './launchers/launcher.ts';
import { NO_SECRETS, type Secrets } from './secrets.ts';
import { claimLabel, renewLeases } from './renewLeases.ts';
import { StepAttempt, type RunningStep } from './runStep.ts';
import { Taker } from './takeSteps.ts';
import { Voices } from './voices.ts';

/**
 * A worker: takes steps, has executor processes run them, and commits how they ended. It does no node work itself, so
 * its heartbeat never waits for anything but Postgres.
 *
 *   queue ─Taker─▶ Desk: waiting ─▶ running (StepAttempt) ─▶ ended ─Committer─▶ done, or the next step at once
 *
 * Always true: the lease of every step held (waiting, running or ended) is renewed every third of a lease; when renewing
 * has failed for half a lease, all are given up before anyone else may start them. Ends that could not be committed
 * survive a database outage here; should their lease be over by then, they are refused by their token.
 */
export interface WorkerOptions {
  readonly name: string;
  readonly slots: number;
  readonly labels?: readonly string[];
  readonly gpu?: boolean;
  /** Seconds. Default 10; heartbeat and sweep come every third of it. */
  readonly leaseSeconds?: number;
  /** What starts executors; a step goes to the first whose executors can run its node type. */
  readonly launchers: readonly Launcher[];
  /** Where `ctx.secret` finds its values. Default: nowhere. */
  readonly secrets?: Secrets;
  /** Milliseconds between telling a step to stop and killing it. Default 2000. */
  readonly abortGraceMs?: number;
  readonly facts?: { readonly [key: string]: unknown };
  readonly onProblem?: (message: string, error: unknown) => void;
}

export interface WorkerDeps extends CommitDeps {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly workspaceId: string;
  readonly specs: SpecRegistry;
  readonly store: StagingStore;
}

export interface Worker {
  readonly id: string;
  /** Lets running steps save and stop, hands them back, and leaves. After `graceMs` (default 10 s) it aborts them. */
  stop(options?: { graceMs?: number }): Promise<void>;
}

/** A backstop for a NOTIFY that was lost, and what finds retries whose time has come. */
const POLL_MS = 2000;
const VOICE_MS = 250;

export async function startWorker(deps: WorkerDeps, options: WorkerOptions): Promise<Worker> {
  const { pool, probe } = deps;
  const { slots, leaseSeconds = 10, labels = [], gpu = false, onProblem = () => {} } = options;
  const id = randomUUID();
  const claimant = { workerId: id, leaseSeconds };
  const kinds = QUEUE_KINDS.filter((kind) => kind === 'cpu' || gpu);
  const queues = kinds.flatMap((kind) => [queueName(kind), ...labels.map((label) => queueName(kind, label))]);
  const { secrets = NO_SECRETS } = options;
  const executors = new ExecutorPool({
    launchers: options.launchers,
    graceMs: options.abortGraceMs,
    onHello: (launcher, hello) =>
      void rememberExecutor(pool, { id, launcher, hello }).catch((error: unknown) =>
        report('registering an executor failed', error),
      ),
  });
  const voices = new Voices();
  const desk = new Desk(slots);
  let state: 'active' | 'draining' | 'gone' = 'active';
  let lastRenewal = performance.now();
  const taking = () => state === 'active';
  const report = (message: string, error: unknown) => {
    if (!isDatabaseAway(error)) onProblem(message, error);
  };
  const onClaimed = (steps: readonly ClaimedStep[]) => {
    desk.waiting.push(...steps);
    fillSlots();
  };
  const shared = { ...deps, desk, claimant, taking, onClaimed, report };
  const taker = new Taker({ ...shared, queues });
  const committer = new Committer({
    ...shared,
    serves: (queue) => queues.includes(queue),
    onIdle: () => void taker.look(),
  });

  await deps.delivery.ensure(queues);
  await pool.query(
    `insert into workers (id, workspace_id, name, state, slots, queues, labels, facts) values ($1, $2, $3, 'active', $4, $5, $6, $7)`,
    [id, deps.workspaceId, options.name, slots, queues, labels, JSON.stringify(options.facts ?? {})],
  );
  executors.warm(slots);

  function fillSlots(): void {
    while (desk.hasFreeSlot) {
      const step = desk.waiting.shift();
      if (step === undefined) return;
      // Another run recorded the result since this step became ready.
      if (step.recorded !== null)
        end(step, { status: 'done', result: step.recorded, contents: null, warnings: 0, ms: 0 });
      else desk.running.add(new StepAttempt({ ...deps, executors, secrets, voices, report }, step, onEnd));
    }
  }

  function onEnd(running: RunningStep, ending: Ending, hasCheckpoints: boolean): void {
    desk.running.delete(running);
    if (ending.status === 'done') desk.sawStep(ending.ms);
    fillSlots();
    end(running.step, ending, hasCheckpoints);
  }

  function end(step: ClaimedStep, ending: Ending, hasCheckpoints = false): void {
    committer.add({ step, ending, told: voices.take(step).map(({ event }) => event), hasCheckpoints });
  }

  function cancel(running: RunningStep): void {
    desk.running.delete(running);
    running.abort('cancelled', 'the run was cancelled');
  }

  function abandon(running: RunningStep, why: string): void {
    desk.running.delete(running);
    running.abandon(why);
  }

  /** A step that waits here and shall not start. */
  function giveBack(step: ClaimedStep): void {
    if (desk.drop(step)) end(step, { status: 'paused' });
  }

  /** Judges only claims that the heartbeat asked about: others were made while it was on its way. */
  async function heartbeat(): Promise<void> {
    const running = [...desk.running];
    const waiting = [...desk.waiting];
    try {
      const asked = [...running.map(({ step }) => step), ...waiting, ...committer.held];
      const held = await renewLeases(pool, { id, state, leaseSeconds }, asked);
      lastRenewal = performance.now();
      await probe('heartbeat:sent');
      for (const one of running) {
        const run = held.get(claimLabel(one.step));
        if (!desk.running.has(one)) continue;
        if (run === undefined) abandon(one, 'it has lost its claim');
        else if (run === 'paused') one.pause();
      }
      for (const step of waiting) {
        const run = held.get(claimLabel(step));
        if (run === undefined) desk.drop(step);
        else if (run === 'paused') giveBack(step);
      }
      fillSlots();
    } catch (error) {
      report('the heartbeat failed', error);
    }
  }

  function watchLease(): void {
    // Half a lease without renewal: another worker could take over soon, so nothing of ours may still be running then.
    if (performance.now() - lastRenewal < (leaseSeconds * 1000) / 2) return;
    desk.waiting.length = 0;
    for (const running of desk.running) abandon(running, 'its lease could not be renewed');
  }

  async function speak(): Promise<void> {
    for (const [runId, told] of Map.groupBy(voices.take(), ({ step }) => step.runId))
      await tell(pool, runId, told).catch((error: unknown) => report('storing events failed', error));
  }

  function onControl(verb: string, runId: string): void {
    for (const step of desk.waiting.filter((one) => one.runId === runId)) {
      if (verb === 'pause') giveBack(step);
      else desk.drop(step);
    }
    for (const running of desk.running) {
      if (running.step.runId !== runId) continue;
      if (verb === 'pause') running.pause();
      else cancel(running);
    }
    fillSlots();
    void taker.look();
  }

  const listener = await listen(deps.url, {
    channels: [WORK_CHANNEL, CONTROL_CHANNEL],
    onNotify: (channel, payload) => {
      if (channel === WORK_CHANNEL) return taker.told(payload);
      const [verb = '', runId = ''] = payload.split(' ');
      onControl(verb, runId);
    },
    onConnect: () => {
      void heartbeat();
      taker.lookEverywhere();
    },
  });
  const third = (leaseSeconds * 1000) / 3;
  const timers = [
    setInterval(() => void heartbeat(), third),
    setInterval(watchLease, third / 4),
    setInterval(
      () =>
        void sweep(pool, deps, workerActor(id)).catch((error: unknown) => report('sweeping failed', error)),
      third,
    ),
    setInterval(() => taker.lookEverywhere(), POLL_MS),
    setInterval(() => void speak(), VOICE_MS),
  ];

  async function stop({ graceMs = 10_000 }: { graceMs?: number } = {}): Promise<void> {
    if (state !== 'active') return;
    state = 'draining';
    for (const step of desk.waiting.slice()) giveBack(step);
    for (const running of desk.running) running.pause();
    const deadline = performance.now() + graceMs;
    while ((desk.running.size > 0 || !committer.isIdle) && performance.now() < deadline) await pause(20);
    if (desk.running.size > 0) await abortAll();
    state = 'gone';
    for (const timer of timers) clearInterval(timer);
    await listener.close();
    executors.close();
    await leave(pool, id).catch((error: unknown) => report('signing off failed', error));
  }

  /** Their time to pause is over: the word to stop, and the grace that goes with it. */
  async function abortAll(): Promise<void> {
    for (const running of desk.running) running.abort('stopping', 'the worker is stopping');
    const deadline = performance.now() + executors.graceMs;
    while (executors.isAborting && performance.now() < deadline) await pause(20);
  }

  return { id, stop };
}

/** What its executors can run belongs to what is known of a worker. */
async function rememberExecutor(
  pool: pg.Pool,
  { id, launcher, hello }: { id: string; launcher: string; hello: Hello },
): Promise<void> {
  const { protocol, runtime, nodes } = hello;
  await pool.query(
    `update workers set facts = jsonb_set(facts, '{executors}',
       coalesce(facts->'executors', '{}') || jsonb_build_object($2::text, $3::jsonb)) where id = $1`,
    [id, launcher, JSON.stringify({ protocol, runtime, nodes })],
  );
}

/** Whatever did not stop in time is handed back now instead of when its lease ends. */
async function leave(pool: pg.Pool, id: string): Promise<void> {
  await pool.query(`update workers set state = 'gone', busy = 0, heartbeat_at = now() where id = $1`, [id]);
  await pool.query(
    `update steps set lease_until = now() - interval '1 second' where worker_id = $1 and status = 'running'`,
    [id],
  );
}
