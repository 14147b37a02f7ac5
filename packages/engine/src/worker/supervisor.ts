import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { toErrorRecord, type ErrorRecord } from '../node/errors.ts';
import { claimSteps, type ClaimedStep } from '../queue/claim.ts';
import { queueName, QUEUE_KINDS, WORK_CHANNEL } from '../queue/queues.ts';
import { dropCheckpoints, forgetCheckpoint, recordCheckpoint } from '../run/checkpoints.ts';
import { announceStarts, commitReports, type CommitDeps, type Ending, type Report } from '../run/commit.ts';
import { CONTROL_CHANNEL } from '../run/control.ts';
import { stepSeed } from '../run/hash.ts';
import { lockRun, sealRun } from '../run/lockedRun.ts';
import { sweep } from '../run/sweep.ts';
import { tell } from '../run/tell.ts';
import type { ArtifactStore } from '../store/artifacts.ts';
import { inTransaction, isDatabaseAway } from '../store/tx.ts';
import { ExecutorPool, type Death, type Executor, type PoolOptions } from './executorPool.ts';
import { listen, type Listener } from './listener.ts';
import type { Execute, FromExecutor } from './protocol.ts';
import { Voices } from './voices.ts';

/**
 * A worker: takes steps, has executor processes run them, and commits how they ended. It does no node work itself, so
 * its heartbeat never waits for anything but Postgres.
 *
 *   queue ──claim──▶ waiting ──▶ active (an executor runs it) ──end──▶ reported ──commit──▶ done, or the next step at once
 *
 * Steps that take less time than a commit would leave their slots idle for most of it, so as many more are claimed as
 * run within one commit; they wait here. A step of seconds is never claimed ahead: another worker may be free.
 *
 * Always true: active ≤ slots; the lease of every step held (waiting, active or reported) is renewed every third of a
 * lease; when renewing has failed for half a lease, all are given up before anyone else may start them. Reports
 * survive a database outage here until their lease is surely over.
 */
export interface WorkerOptions {
  readonly name: string;
  readonly slots: number;
  readonly labels?: readonly string[];
  readonly gpu?: boolean;
  /** Seconds. Default 10; heartbeat and sweep come every third of it. */
  readonly leaseSeconds?: number;
  readonly executors: PoolOptions;
  readonly facts?: { readonly [key: string]: unknown };
  readonly onProblem?: (message: string, error: unknown) => void;
}

type EndReport = Report & { readonly step: ClaimedStep; readonly hasCheckpoints: boolean };

export interface WorkerDeps extends CommitDeps {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly workspaceId: string;
  readonly checkpoints: ArtifactStore;
}

export interface Worker {
  readonly id: string;
  /** Lets running steps save and stop, hands them back, and leaves. After `graceMs` they are killed. Default 10 s. */
  stop(options?: { graceMs?: number }): Promise<void>;
}

interface Active {
  readonly step: ClaimedStep;
  readonly executor: Executor;
  memoryMb?: number;
  /** It has checkpoints, which its result makes superfluous. */
  hasCheckpoints: boolean;
  over: boolean;
}

/** Claimed ahead at most, however short the steps. */
const MAX_AHEAD = 64;

const POLL_MS = 2000;
const CHECKPOINT_SECONDS = 2;
const VOICE_MS = 250;

export async function startWorker(deps: WorkerDeps, options: WorkerOptions): Promise<Worker> {
  const { pool, plans, delivery, probe } = deps;
  const { slots, leaseSeconds = 10, labels = [], gpu = false, onProblem = () => {} } = options;
  const id = randomUUID();
  const claimant = { workerId: id, leaseSeconds };
  const kinds = QUEUE_KINDS.filter((kind) => kind === 'cpu' || gpu);
  const queues = kinds.flatMap((kind) => [queueName(kind), ...labels.map((label) => queueName(kind, label))]);
  const executors = new ExecutorPool(options.executors);
  const voices = new Voices();
  const active = new Set<Active>();
  const reports = new Map<string, EndReport[]>();
  const committing = new Set<string>();
  const waiting: ClaimedStep[] = [];
  const pace = { stepMs: 1000, commitMs: 5 };
  let reserved = 0;
  let state: 'active' | 'draining' | 'gone' = 'active';
  let lastRenewal = performance.now();
  const ahead = () => Math.min(MAX_AHEAD, Math.floor((slots * pace.commitMs) / pace.stepMs));
  const room = () =>
    state === 'active' ? Math.max(0, slots + ahead() - active.size - waiting.length - reserved) : 0;
  const report = (message: string, error: unknown) => {
    if (!isDatabaseAway(error)) onProblem(message, error);
  };

  await delivery.ensure(queues);
  await pool.query(
    `insert into workers (id, workspace_id, name, state, slots, queues, labels, facts) values ($1, $2, $3, 'active', $4, $5, $6, $7)`,
    [id, deps.workspaceId, options.name, slots, queues, labels, JSON.stringify(options.facts ?? {})],
  );
  executors.warm(slots);

  // ── taking steps ──────────────────────────────────────────────────────────────────────────────────────────────────
  // Queues that may hold something: told so, or not emptied by the last look. An empty fetch after every commit would
  // cost as much as the commit, and would hold the room in which the commit could take the next step itself.
  const filled = new Set(queues);
  let looking = false;
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      for (let open = true; open && room() > 0;) {
        open = false;
        for (const queue of queues) {
          if (!filled.has(queue) || room() === 0) continue;
          filled.delete(queue);
          const wanted = room();
          if ((await claim(queue, wanted)) === wanted) filled.add(queue);
          open = true;
        }
      }
    } catch (error) {
      lookAgainLater();
      report('taking steps failed', error);
    } finally {
      looking = false;
    }
  }

  function lookAgainLater(): void {
    for (const queue of queues) filled.add(queue);
  }

  function lookEverywhere(): void {
    lookAgainLater();
    void look();
  }

  async function claim(queue: string, wanted: number): Promise<number> {
    reserved += wanted;
    let claimed: ClaimedStep[] = [];
    let taken = 0;
    try {
      claimed = await inTransaction(pool, async (tx) => {
        const jobs = await delivery.take(tx, queue, wanted);
        taken = jobs.length;
        await probe('claim:fetched');
        if (jobs.length === 0) return [];
        const steps = await claimSteps(tx, claimant, jobs);
        for (const [runId, ofRun] of Map.groupBy(steps, (step) => step.runId)) {
          const run = (await lockRun(tx, plans, runId))!;
          announceStarts(run, ofRun, id);
          await sealRun(tx, run);
        }
        await probe('claim:before-end');
        return steps;
      });
    } finally {
      reserved -= wanted;
    }
    await probe('step:claimed');
    for (const step of claimed) launch(step);
    return taken;
  }

  // ── running them ──────────────────────────────────────────────────────────────────────────────────────────────────
  function launch(step: ClaimedStep): void {
    if (active.size >= slots) {
      waiting.push(step);
      return;
    }
    dispatch(step).catch((error: unknown) => {
      // The plan could not be read: give the step back instead of waiting for its lease to end.
      report('starting a step failed', error);
      const running = [...active].find((one) => one.step === step);
      if (running === undefined) return;
      running.executor.kill('stopped', 'the step could not be started');
      finish(running, { status: 'failed', error: toErrorRecord(error) });
    });
  }

  async function dispatch(step: ClaimedStep): Promise<void> {
    if (step.recorded !== null) {
      end(step, { status: 'done', result: step.recorded, warnings: 0, ms: 0 });
      return;
    }
    // The slot is taken before anything is waited for, or another claim would see it free.
    const executor = executors.take();
    const running: Active = { step, executor, hasCheckpoints: step.checkpoints.length > 0, over: false };
    active.add(running);
    const { plan, outside, options: runOptions } = await plans.get(pool, step.runId);
    const node = plan.steps[step.index]!;
    running.memoryMb = node.limits.memoryMb;
    const execute: Execute = {
      type: 'execute',
      node: { type: node.type, version: node.version },
      params: node.params,
      inputs: step.inputs,
      seed: stepSeed(plan.seed, step.key),
      threads: 1,
      outside: outside[step.index] ?? null,
      range: step.range,
      answer: step.answer,
      checkpoints: step.checkpoints,
      checkpointSeconds: runOptions.checkpointSeconds ?? CHECKPOINT_SECONDS,
    };
    executor.execute(execute, {
      memoryMb: node.limits.memoryMb,
      timeoutSeconds: node.limits.timeoutSeconds,
      message: (message) => void hear(running, message),
      died: (death) => finish(running, { status: 'failed', error: deathRecord(death) }),
    });
    await probe('step:dispatched');
  }

  async function hear(running: Active, message: Exclude<FromExecutor, { type: 'hello' }>): Promise<void> {
    const { step, executor } = running;
    switch (message.type) {
      case 'progress':
      case 'log':
      case 'metric':
        voices.say(step, message);
        break;
      case 'save':
        await probe('checkpoint:before-row');
        await saveCheckpoint(running, message);
        break;
      case 'end': {
        const { outcome, warnings, ms } = message;
        if (!running.over) executors.give(executor, running.memoryMb!);
        finish(running, await toEnding(step, outcome, { warnings, ms }));
        break;
      }
    }
  }

  async function toEnding(
    step: ClaimedStep,
    outcome: Extract<FromExecutor, { type: 'end' }>['outcome'],
    { warnings, ms }: { warnings: number; ms: number },
  ): Promise<Ending> {
    if (outcome.status === 'done') return { ...outcome, warnings, ms };
    // A damaged checkpoint is no input: forget it and go on from the one before.
    if (
      outcome.status === 'failed' &&
      step.checkpoints.some((checkpoint) => checkpoint.hash === outcome.lost)
    ) {
      await forgetCheckpoint(pool, step.workspaceId, outcome.lost!).catch((error: unknown) =>
        report('forgetting a checkpoint failed', error),
      );
      return { status: 'failed', error: outcome.error };
    }
    return outcome;
  }

  async function saveCheckpoint(
    running: Active,
    { slot, hash, bytes }: Extract<FromExecutor, { type: 'save' }>,
  ): Promise<void> {
    for (let delay = 100; !running.over; delay = Math.min(2000, delay * 2)) {
      try {
        const { ok, replaced } = await recordCheckpoint(pool, running.step, { slot, hash, bytes });
        running.hasCheckpoints = true;
        await probe('checkpoint:after-row');
        running.executor.send({ type: 'saved', ok });
        if (ok && replaced !== null) await deps.checkpoints.remove(replaced);
        return;
      } catch (error) {
        report('recording a checkpoint failed', error);
        if (!isDatabaseAway(error))
          return running.executor.kill('stopped', 'its checkpoint could not be recorded');
        await pause(delay);
      }
    }
  }

  function finish(running: Active, ending: Ending): void {
    if (running.over) return;
    running.over = true;
    active.delete(running);
    if (ending.status === 'done') pace.stepMs += (Math.max(0.5, ending.ms) - pace.stepMs) / 4;
    next();
    end(running.step, ending, running.hasCheckpoints);
  }

  function next(): void {
    const step = waiting.shift();
    if (step !== undefined) launch(step);
  }

  // ── reporting how they ended ──────────────────────────────────────────────────────────────────────────────────────
  function end(step: ClaimedStep, ending: Ending, hasCheckpoints = false): void {
    const told = voices.take(step).map(({ event }) => event);
    const list = reports.get(step.runId) ?? [];
    list.push({ step, ending, told, hasCheckpoints });
    reports.set(step.runId, list);
    if (!committing.has(step.runId)) void commit(step.runId);
  }

  async function commit(runId: string): Promise<void> {
    committing.add(runId);
    for (let delay = 100; ;) {
      const group = reports.get(runId) ?? [];
      if (group.length === 0) break;
      reports.delete(runId);
      const spare = room();
      reserved += spare;
      const started = performance.now();
      try {
        const { claimed, refused } = await inTransaction(
          pool,
          async (tx) =>
            await commitReports(tx, deps, {
              runId,
              reports: group,
              ...(spare > 0
                ? { taking: { claimant, room: spare, serves: (queue: string) => queues.includes(queue) } }
                : {}),
            }),
        );
        reserved -= spare;
        pace.commitMs += (performance.now() - started - pace.commitMs) / 8;
        await probe('commit:after-end');
        delay = 100;
        for (const step of claimed) launch(step);
        void tidy(group, refused);
      } catch (error) {
        reserved -= spare;
        report('committing finished steps failed', error);
        // Nothing was committed, or the outcome is unknown; the fence makes trying again safe either way.
        reports.set(runId, [...group, ...(reports.get(runId) ?? [])]);
        if (!isDatabaseAway(error) && delay > 2000) {
          reports.delete(runId);
          onProblem(
            'giving up on these reports; their leases will run out and the steps will be retried',
            error,
          );
          break;
        }
        await pause(delay);
        delay = Math.min(4000, delay * 2);
      }
    }
    committing.delete(runId);
    if (room() > 0) void look();
  }

  async function tidy(group: readonly EndReport[], refused: readonly Report[]): Promise<void> {
    const done = group.filter(
      (one) => one.ending.status === 'done' && one.step.shard < 0 && !refused.includes(one),
    );
    const withCheckpoints = done.filter((one) => one.hasCheckpoints).map((one) => one.step);
    if (withCheckpoints.length === 0) return;
    await dropCheckpoints(pool, deps.checkpoints, {
      workspaceId: withCheckpoints[0]!.workspaceId,
      keys: withCheckpoints.map((step) => step.key),
    }).catch((error: unknown) => report('removing checkpoints failed', error));
  }

  // ── staying alive ─────────────────────────────────────────────────────────────────────────────────────────────────
  /**
   * Renews exactly the claims this process knows of. A claim whose commit was never answered is not among them, so its
   * lease runs out; one that was made while this statement was on its way is not judged by its answer.
   */
  async function heartbeat(): Promise<void> {
    const running = [...active];
    const holding = [
      ...running.map(({ step }) => step),
      ...[...reports.values()].flat().map(({ step }) => step),
      ...waiting,
    ];
    const label = (step: { runId: string; index: number; shard: number; attempt: number }) =>
      `${step.runId}/${step.index}/${step.shard}/${step.attempt}`;
    try {
      const { rows } = await pool.query<{
        runId: string;
        index: number;
        shard: number;
        attempt: number;
        run: string;
      }>({
        name: 'heartbeat',
        text: `with w as (update workers set heartbeat_at = now(), busy = $3, state = $4 where id = $1)
               update steps s set lease_until = now() + make_interval(secs => $2)
               from runs r, jsonb_to_recordset($5::jsonb) as h("runId" uuid, index int, shard int, attempt int)
               where s.run_id = h."runId" and s.index = h.index and s.shard = h.shard and s.attempt = h.attempt
                 and s.status = 'running' and r.id = s.run_id
               returning s.run_id as "runId", s.index, s.shard, s.attempt, r.status as run`,
        values: [
          id,
          leaseSeconds,
          holding.length,
          state,
          JSON.stringify(
            holding.map(({ runId, index, shard, attempt }) => ({ runId, index, shard, attempt })),
          ),
        ],
      });
      lastRenewal = performance.now();
      await probe('heartbeat:sent');
      const held = new Map(rows.map((row) => [label(row), row.run]));
      for (const one of running) {
        if (one.over) continue;
        const run = held.get(label(one.step));
        if (run === undefined) abandon(one, 'it has lost its claim');
        else if (run === 'paused') one.executor.send({ type: 'pause' });
      }
      for (const step of waiting.slice()) {
        const asked = holding.includes(step);
        const run = held.get(label(step));
        if (asked && run === undefined) forget(step);
        else if (run === 'paused') giveBack(step);
      }
    } catch (error) {
      report('the heartbeat failed', error);
    }
  }

  /** Somebody else may be running it: stop without a word. */
  function abandon(running: Active, why: string): void {
    running.over = true;
    active.delete(running);
    voices.take(running.step);
    running.executor.kill('stopped', why);
    next();
    void look();
  }

  function forget(step: ClaimedStep): void {
    const at = waiting.indexOf(step);
    if (at >= 0) waiting.splice(at, 1);
  }

  /** A step that waits here and shall not start. */
  function giveBack(step: ClaimedStep): void {
    forget(step);
    end(step, { status: 'paused' });
  }

  function watchLease(): void {
    // Half a lease without renewal: another worker could take over soon, so nothing of ours may still be running then.
    if (performance.now() - lastRenewal < (leaseSeconds * 1000) / 2) return;
    waiting.length = 0;
    for (const running of active) abandon(running, 'its lease could not be renewed');
  }

  async function speak(): Promise<void> {
    for (const [runId, told] of Map.groupBy(voices.take(), ({ step }) => step.runId))
      await tell(pool, runId, told).catch((error: unknown) => report('storing events failed', error));
  }

  function onNotify(channel: string, payload: string): void {
    if (channel === WORK_CHANNEL) {
      if (!queues.includes(payload)) return;
      filled.add(payload);
      void look();
      return;
    }
    const [verb, runId] = payload.split(' ');
    for (const step of waiting.filter((one) => one.runId === runId)) {
      if (verb === 'pause') giveBack(step);
      else forget(step);
    }
    for (const running of active) {
      if (running.step.runId !== runId) continue;
      if (verb === 'pause') running.executor.send({ type: 'pause' });
      else abandon(running, 'the run was cancelled');
    }
  }

  const listener: Listener = await listen(deps.url, {
    channels: [WORK_CHANNEL, CONTROL_CHANNEL],
    onNotify,
    onConnect: () => {
      void heartbeat();
      lookEverywhere();
    },
  });
  const third = (leaseSeconds * 1000) / 3;
  const timers = [
    setInterval(() => void heartbeat(), third),
    setInterval(watchLease, third / 4),
    setInterval(
      () => void sweep(pool, deps).catch((error: unknown) => report('sweeping failed', error)),
      third,
    ),
    setInterval(lookEverywhere, POLL_MS),
    setInterval(() => void speak(), VOICE_MS),
  ];
  lookEverywhere();

  async function stop({ graceMs = 10_000 }: { graceMs?: number } = {}): Promise<void> {
    if (state !== 'active') return;
    state = 'draining';
    for (const step of waiting.slice()) giveBack(step);
    for (const running of active) running.executor.send({ type: 'pause' });
    const deadline = performance.now() + graceMs;
    while ((active.size > 0 || reports.size > 0 || committing.size > 0) && performance.now() < deadline)
      await pause(20);
    state = 'gone';
    for (const timer of timers) clearInterval(timer);
    await listener.close();
    executors.close();
    await pool
      .query(`update workers set state = 'gone', busy = 0, heartbeat_at = now() where id = $1`, [id])
      .catch((error: unknown) => report('signing off failed', error));
    // Whatever did not stop in time is handed back now instead of when its lease ends.
    await pool
      .query(
        `update steps set lease_until = now() - interval '1 second' where worker_id = $1 and status = 'running'`,
        [id],
      )
      .catch((error: unknown) => report('handing steps back failed', error));
  }

  return { id, stop };
}

function deathRecord({ why, detail }: Death): ErrorRecord {
  switch (why) {
    case 'memory':
      return {
        kind: 'bug',
        code: 'executor.memory',
        message: `The executor process was stopped: ${detail}. Use smaller batches, or a node with a higher limit.`,
      };
    case 'timeout':
      return {
        kind: 'bug',
        code: 'executor.timeout',
        message: `The executor process was stopped: ${detail}.`,
      };
    case 'protocol':
      return {
        kind: 'bug',
        code: 'executor.protocol',
        message: `The executor process said something that is not the protocol: ${detail}.`,
      };
    case 'stopped':
    case 'exited':
      return {
        kind: 'bug',
        code: 'executor.died',
        message: `The executor process ended while it ran the step: ${detail}.`,
      };
  }
}

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));
