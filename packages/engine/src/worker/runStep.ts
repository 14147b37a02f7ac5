import type pg from 'pg';
import { Backoff, pause } from '../backoff.ts';
import { toErrorRecord, type ErrorRecord } from '../node/errors.ts';
import type { ClaimedStep } from '../queue/claim.ts';
import { forgetCheckpoint, recordCheckpoint } from '../run/checkpoints.ts';
import type { Ending } from '../run/commit.ts';
import { stepSeed } from '../run/hash.ts';
import type { PlanCache } from '../run/lockedRun.ts';
import type { Probe } from '../run/probe.ts';
import type { ArtifactStore } from '../store/artifacts.ts';
import { isDatabaseAway } from '../store/tx.ts';
import type { Death, Executor, ExecutorPool } from './executorPool.ts';
import type { FromExecutor } from './protocol.ts';
import type { Voices } from './voices.ts';

/** Seconds between checkpoints when the run does not say otherwise. */
const CHECKPOINT_SECONDS = 2;

export interface RunStepDeps {
  readonly pool: pg.Pool;
  readonly plans: PlanCache;
  readonly probe: Probe;
  readonly checkpoints: ArtifactStore;
  readonly executors: ExecutorPool;
  readonly voices: Voices;
  readonly report: (message: string, error: unknown) => void;
}

export interface RunningStep {
  readonly step: ClaimedStep;
  /** Asks the node code to save and stop; it ends as paused. */
  pause(): void;
  /** Stops it without a word: somebody else may be running it by now. `onEnd` is not called. */
  abandon(why: string): void;
}

type OnEnd = (running: RunningStep, ending: Ending, hasCheckpoints: boolean) => void;
type Message = Exclude<FromExecutor, { type: 'hello' }>;

/** One attempt in one executor process, from dispatch to its end. */
export class StepAttempt implements RunningStep {
  readonly step: ClaimedStep;
  readonly #deps: RunStepDeps;
  readonly #executor: Executor;
  readonly #onEnd: OnEnd;
  #memoryMb = 0;
  /** Its key has checkpoints, which its result will make superfluous. */
  #hasCheckpoints: boolean;
  #over = false;

  constructor(deps: RunStepDeps, step: ClaimedStep, onEnd: OnEnd) {
    this.step = step;
    this.#deps = deps;
    this.#onEnd = onEnd;
    this.#executor = deps.executors.take();
    this.#hasCheckpoints = step.checkpoints.length > 0;
    this.#dispatch().catch((error: unknown) => {
      // The plan could not be read: give the step back instead of waiting for its lease to end.
      deps.report('starting a step failed', error);
      this.#executor.kill('stopped', 'the step could not be started');
      this.#end({ status: 'failed', error: toErrorRecord(error) });
    });
  }

  pause(): void {
    this.#executor.send({ type: 'pause' });
  }

  abandon(why: string): void {
    this.#over = true;
    this.#deps.voices.take(this.step);
    this.#executor.kill('stopped', why);
  }

  async #dispatch(): Promise<void> {
    const { step } = this;
    const { plan, outside, options } = await this.#deps.plans.get(this.#deps.pool, step.runId);
    const node = plan.steps[step.index]!;
    this.#memoryMb = node.limits.memoryMb;
    this.#executor.execute(
      {
        type: 'execute',
        node: { type: node.type, version: node.version },
        key: step.key,
        params: node.params,
        inputs: step.inputs,
        seed: stepSeed(plan.seed, step.key),
        threads: 1,
        outside: outside[step.index] ?? null,
        range: step.range,
        answer: step.answer,
        checkpoints: step.checkpoints,
        checkpointSeconds: options.checkpointSeconds ?? CHECKPOINT_SECONDS,
      },
      {
        memoryMb: node.limits.memoryMb,
        timeoutSeconds: node.limits.timeoutSeconds,
        message: (message) => void this.#hear(message),
        died: (death) => this.#end({ status: 'failed', error: deathRecord(death) }),
      },
    );
    await this.#deps.probe('step:dispatched');
  }

  async #hear(message: Message): Promise<void> {
    switch (message.type) {
      case 'progress':
      case 'log':
      case 'metric':
        this.#deps.voices.say(this.step, message);
        break;
      case 'save':
        await this.#deps.probe('checkpoint:before-row');
        await this.#save(message);
        break;
      case 'end':
        if (!this.#over) this.#deps.executors.give(this.#executor, this.#memoryMb);
        this.#end(await this.#ending(message));
        break;
    }
  }

  async #ending({ outcome, warnings, ms }: Extract<Message, { type: 'end' }>): Promise<Ending> {
    if (outcome.status === 'done') return { ...outcome, warnings, ms };
    const { checkpoints, workspaceId } = this.step;
    // A damaged checkpoint is no input: forget it and go on from the one before.
    if (outcome.status === 'failed' && checkpoints.some(({ hash }) => hash === outcome.lost)) {
      await forgetCheckpoint(this.#deps.pool, workspaceId, outcome.lost!).catch((error: unknown) =>
        this.#deps.report('forgetting a checkpoint failed', error),
      );
      return { status: 'failed', error: outcome.error };
    }
    return outcome;
  }

  async #save({ slot, hash, bytes }: Extract<Message, { type: 'save' }>): Promise<void> {
    const { pool, probe, checkpoints, report } = this.#deps;
    const backoff = new Backoff({ firstMs: 100, longestMs: 2000 });
    while (!this.#over) {
      try {
        const { ok, replaced } = await recordCheckpoint(pool, this.step, { slot, hash, bytes });
        this.#hasCheckpoints = true;
        await probe('checkpoint:after-row');
        this.#executor.send({ type: 'saved', ok });
        if (ok && !this.#over) this.#deps.voices.say(this.step, { type: 'checkpoint' });
        if (ok && replaced !== null) await checkpoints.remove(replaced);
        return;
      } catch (error) {
        report('recording a checkpoint failed', error);
        if (!isDatabaseAway(error))
          return this.#executor.kill('stopped', 'its checkpoint could not be recorded');
        await pause(backoff.next());
      }
    }
  }

  #end(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    this.#onEnd(this, ending, this.#hasCheckpoints);
  }
}

function deathRecord({ why, detail }: Death): ErrorRecord {
  const stopped = (code: string, more = ''): ErrorRecord => ({
    kind: 'bug',
    code,
    message: `The executor process was stopped: ${detail}.${more}`,
  });
  switch (why) {
    case 'memory':
      return stopped('executor.memory', ' Use smaller batches, or a node with a higher limit.');
    case 'timeout':
      return stopped('executor.timeout');
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
