import type pg from 'pg';
import { Backoff, pause } from '../backoff.ts';
import type { NodeSpec, SpecRegistry } from '../graph/index.ts';
import { NodeError, toErrorRecord, type ErrorRecord } from '../node/errors.ts';
import {
  misfit,
  readable,
  type DriveOutcome,
  type Execute,
  type Said,
  type Usage,
} from '../protocol/index.ts';
import type { Probe } from '../probe.ts';
import type { ClaimedStep } from '../queue/claim.ts';
import { forgetCheckpoint, recordCheckpoint, removeUnnamed } from '../run/checkpoints.ts';
import type { Ending } from '../run/commit.ts';
import { idempotencyKey, stepSeed } from '../run/hash.ts';
import type { PlanCache } from '../run/lockedRun.ts';
import { ArtifactLost } from '../store/artifacts.ts';
import type { StagingStore } from '../store/keeper.ts';
import { ClaimRefused, type StagingArea } from '../store/staging.ts';
import { isDatabaseAway } from '../store/tx.ts';
import { adoptResult } from './adopt.ts';
import { slotTrouble } from './claimedSlot.ts';
import { deathRecord } from './deathRecord.ts';
import type { Death, Executor } from './executor.ts';
import type { ExecutorPool } from './executorPool.ts';
import { findLosses } from './losses.ts';
import { Redactor, type Secrets } from './secrets.ts';
import { addUsage } from './usage.ts';
import type { Voices } from './voices.ts';

/** Seconds between checkpoints when the run does not say otherwise. */
const CHECKPOINT_SECONDS = 2;

export interface RunStepDeps {
  readonly pool: pg.Pool;
  readonly plans: PlanCache;
  readonly specs: SpecRegistry;
  readonly probe: Probe;
  readonly store: StagingStore;
  readonly executors: ExecutorPool;
  readonly secrets: Secrets;
  readonly voices: Voices;
  readonly report: (message: string, error: unknown) => void;
}

export interface RunningStep {
  readonly step: ClaimedStep;
  /** Asks the node code to save and stop; it ends as paused. */
  pause(): void;
  /** Tells the node code to stop, and kills it after the grace. Nothing of it counts any more. `onEnd` is not called. */
  abort(reason: 'cancelled' | 'stopping', why: string): void;
  /** Kills it without a word: somebody else may be running it by now. `onEnd` is not called. */
  abandon(why: string): void;
}

type OnEnd = (running: RunningStep, ending: Ending, hasCheckpoints: boolean) => void;
type End = Extract<Said, { type: 'end' }>;
type Save = Extract<Said, { type: 'save' }>;

/**
 * One attempt in one executor, from dispatch to its end. The executor is a stranger: whatever it names is checked against
 * the plan, the node type and the bytes before it becomes a row.
 */
export class StepAttempt implements RunningStep {
  readonly step: ClaimedStep;
  readonly #deps: RunStepDeps;
  readonly #onEnd: OnEnd;
  readonly #staging: StagingArea;
  readonly #redactor = new Redactor();
  #executor: Executor | undefined;
  #spec: NodeSpec | undefined;
  #memoryMb = 0;
  /** Its key has checkpoints, which its result will make superfluous. */
  #hasCheckpoints: boolean;
  #saving = false;
  #usage: Usage = {};
  #paused = false;
  #over = false;

  constructor(deps: RunStepDeps, step: ClaimedStep, onEnd: OnEnd) {
    this.step = step;
    this.#deps = deps;
    this.#onEnd = onEnd;
    this.#staging = deps.store.area(areaName(step));
    this.#hasCheckpoints = step.checkpoints.length > 0;
    this.#dispatch().catch((error: unknown) => {
      // The plan could not be read, or no executor is there: give the step back instead of waiting for its lease to end.
      if (!(error instanceof NodeError)) deps.report('starting a step failed', error);
      this.#executor?.kill('stopped', 'the step could not be started');
      this.#end({ status: 'failed', error: toErrorRecord(error) });
    });
  }

  pause(): void {
    this.#paused = true;
    this.#executor?.send({ type: 'pause' });
  }

  abort(reason: 'cancelled' | 'stopping', why: string): void {
    this.#leave();
    this.#executor?.abort(reason, { why: reason === 'cancelled' ? 'cancelled' : 'stopped', detail: why });
  }

  abandon(why: string): void {
    this.#leave();
    this.#executor?.kill('stopped', why);
  }

  #leave(): void {
    this.#over = true;
    this.#deps.voices.take(this.step);
  }

  async #dispatch(): Promise<void> {
    const { step } = this;
    const { plans, pool, specs, executors, store, probe } = this.#deps;
    const { plan, outside, options } = await plans.get(pool, step.runId);
    const node = plan.steps[step.index]!;
    const spec = specs.get(node.type, node.version);
    const executor = await executors.take(node);
    if (spec === undefined)
      throw new NodeError(
        'bug',
        'executor.unknown',
        `this worker does not know ${node.type} version ${node.version}; update it`,
      );
    this.#spec = spec;
    this.#memoryMb = node.limits.memoryMb;
    if (this.#over) return executors.give(executor, this.#memoryMb);
    this.#executor = executor;
    const execute: Execute = {
      type: 'execute',
      node: { type: node.type, version: node.version },
      key: step.key,
      idempotencyKey: idempotencyKey({ runId: step.runId, nodeId: step.nodeId, key: step.key }),
      params: node.params,
      inputs: step.inputs,
      seed: stepSeed(plan.seed, step.key),
      threads: 1,
      outside: outside[step.index] ?? null,
      range: step.range,
      answer: step.answer,
      checkpoints: readable(step.checkpoints),
      checkpointSeconds: options.checkpointSeconds ?? CHECKPOINT_SECONDS,
      store: { read: store.url, write: this.#staging.url },
    };
    executor.execute(execute, {
      memoryMb: node.limits.memoryMb,
      timeoutSeconds: node.limits.timeoutSeconds,
      message: (message) => void this.#hear(message),
      died: (death, alive) => this.#died(death, alive),
    });
    if (this.#paused) executor.send({ type: 'pause' });
    await probe('step:dispatched');
  }

  async #hear(said: Said): Promise<void> {
    const message = this.#redactor.json(said);
    switch (message.type) {
      case 'progress':
      case 'log':
      case 'metric':
        if (!this.#over) this.#deps.voices.say(this.step, message);
        break;
      case 'usage':
        this.#use(message.used);
        break;
      case 'secret':
        await this.#tellSecret(message.name);
        break;
      case 'save':
        if (this.#saving) return this.#executor!.kill('protocol', 'it saved again before it was answered');
        this.#saving = true;
        await this.#save(message);
        break;
      case 'end': {
        if (this.#saving) return this.#executor!.kill('protocol', 'it ended before its save was answered');
        this.#deps.executors.give(this.#executor!, this.#memoryMb);
        const ending = this.#over ? null : await this.#ending(message);
        if (ending !== null) this.#end(ending);
        await this.#discard();
        break;
      }
    }
  }

  #died(death: Death, alive: boolean): void {
    if (alive) this.#deps.executors.give(this.#executor!, this.#memoryMb);
    this.#end({
      status: 'failed',
      error: deathRecord({ ...death, detail: this.#redactor.text(death.detail) }),
    });
    void this.#discard();
  }

  async #ending(end: End): Promise<Ending> {
    const { outcome } = end;
    switch (outcome.status) {
      case 'done':
        return await this.#result(outcome.result, end);
      case 'asked':
        if (this.#spec!.shape === 'gate' && this.step.answer === null) return outcome;
        return refused('only an open gate asks');
      case 'paused':
        return outcome;
      case 'failed':
        return await this.#failure(outcome);
    }
  }

  /** Adopts what a result names, or says why it cannot be recorded. */
  async #result(
    result: Extract<DriveOutcome, { status: 'done' }>['result'],
    { warnings, ms }: End,
  ): Promise<Ending> {
    const { step } = this;
    const trouble = misfit(result, this.#spec!, step.shard >= 0);
    if (trouble !== null) return refused(trouble);
    try {
      const claims = { store: this.#deps.store, staging: this.#staging, inputs: step.inputs };
      return { status: 'done', result, contents: await adoptResult(result, claims), warnings, ms };
    } catch (error) {
      if (error instanceof ClaimRefused) return refused(error.message);
      return await this.#failure({
        error: toErrorRecord(error),
        ...(error instanceof ArtifactLost ? { lost: error.hash } : {}),
      });
    }
  }

  async #failure({ error, lost }: { error: ErrorRecord; lost?: string }): Promise<Ending> {
    if (lost === undefined) return { status: 'failed', error };
    const { pool, store, report } = this.#deps;
    const { checkpoints, inputs, workspaceId } = this.step;
    try {
      if (!checkpoints.some(({ hash }) => hash === lost))
        return { status: 'failed', error, losses: await findLosses(store, lost, inputs) };
      // A damaged checkpoint is no input: forget it and go on from the one before.
      await store.check(lost);
      await forgetCheckpoint(pool, workspaceId, lost);
    } catch (problem) {
      report('looking for lost bytes failed', problem);
    }
    return { status: 'failed', error };
  }

  #use(used: Usage): void {
    try {
      this.#usage = addUsage(this.#usage, used);
    } catch (error) {
      this.#executor!.kill('protocol', (error as Error).message);
    }
  }

  async #tellSecret(name: string): Promise<void> {
    const { workspaceId, runId, nodeId } = this.step;
    try {
      const value = await this.#deps.secrets.read(name, { workspaceId, runId, nodeId });
      if (value !== null) this.#redactor.add(value);
      this.#executor!.send({ type: 'secret', name, value });
    } catch (error) {
      this.#deps.report(`reading the secret "${name}" failed`, error);
      this.#end({
        status: 'failed',
        error: toErrorRecord(
          new NodeError('transient', 'secret.unavailable', `the secret "${name}" could not be read just now`),
        ),
      });
      this.#executor!.kill('stopped', 'a secret could not be read');
    }
  }

  async #save({ slot, hash, bytes }: Save): Promise<void> {
    const { pool, probe, store, report } = this.#deps;
    const executor = this.#executor!;
    const trouble = slotTrouble(slot, this.#spec!, this.step);
    if (trouble !== null) return executor.kill('protocol', trouble);
    await probe('checkpoint:before-row');
    try {
      if (!(await this.#staging.adopt({ hash, bytes, beginsWith: this.step.key })))
        return executor.kill('protocol', `it saved ${hash.slice(0, 12)}…, which it has not stored`);
    } catch (error) {
      if (error instanceof ClaimRefused) return executor.kill('protocol', error.message);
      // A full disk, most of all: the step fails as it would have failed at writing.
      this.#end({ status: 'failed', error: toErrorRecord(error) });
      return executor.kill('stopped', 'its checkpoint could not be stored');
    }
    const backoff = new Backoff({ firstMs: 100, longestMs: 2000 });
    while (!this.#over) {
      try {
        const { ok, replaced } = await recordCheckpoint(pool, this.step, { slot, hash, bytes });
        this.#hasCheckpoints = true;
        await probe('checkpoint:after-row');
        // From here on the executor may save again.
        this.#saving = false;
        executor.send({ type: 'saved', ok });
        if (ok && !this.#over) this.#deps.voices.say(this.step, { type: 'checkpoint' });
        if (ok && replaced !== null) await removeUnnamed(pool, store, [replaced]);
        return;
      } catch (error) {
        report('recording a checkpoint failed', error);
        if (!isDatabaseAway(error)) return executor.kill('stopped', 'its checkpoint could not be recorded');
        await pause(backoff.next());
      }
    }
  }

  #end(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    const used = Object.keys(this.#usage).length > 0 ? { usage: this.#usage } : {};
    this.#onEnd(this, { ...ending, ...used }, this.#hasCheckpoints);
  }

  async #discard(): Promise<void> {
    await this.#staging
      .discard()
      .catch((error: unknown) => this.#deps.report('clearing a staging area failed', error));
  }
}

/** Attempt numbers are never used twice, so nobody else writes into the area. */
const areaName = ({ runId, index, shard, attempt }: ClaimedStep): string =>
  [runId, index, shard < 0 ? 'step' : shard, attempt].join('.');

const refused = (why: string): Ending => ({
  status: 'failed',
  error: toErrorRecord(
    new NodeError('bug', 'executor.claim', `The executor reported a result that is refused: ${why}.`),
  ),
});
