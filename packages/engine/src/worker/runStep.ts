import type pg from 'pg';
import { contentsOf } from '../artifact/contents.ts';
import { toErrorRecord, type ErrorRecord } from '../node/errors.ts';
import type { ClaimedStep } from '../queue/claim.ts';
import { forgetCheckpoint, recordCheckpoint, removeUnnamed } from '../run/checkpoints.ts';
import type { Ending } from '../run/commit.ts';
import { stepSeed } from '../run/hash.ts';
import type { PlanCache } from '../run/lockedRun.ts';
import type { Probe } from '../run/probe.ts';
import { ArtifactLost } from '../store/artifacts.ts';
import type { StoreKeeper } from '../store/keeper.ts';
import type { Loss } from '../store/presence.ts';
import { isDatabaseAway } from '../store/tx.ts';
import { pause } from './pause.ts';
import type { Death, Executor, ExecutorPool } from './executorPool.ts';
import type { FromExecutor } from './protocol.ts';
import type { Voices } from './voices.ts';

/** Seconds between checkpoints when the run does not say otherwise. */
const CHECKPOINT_SECONDS = 2;

export interface RunStepDeps {
  readonly pool: pg.Pool;
  readonly plans: PlanCache;
  readonly probe: Probe;
  readonly store: StoreKeeper;
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
    if (outcome.status === 'paused' || outcome.status === 'asked') return outcome;
    if (outcome.status === 'failed') return await this.#failure(outcome);
    try {
      const contents = await contentsOf(this.#deps.store, Object.values(outcome.result.outputs));
      return { ...outcome, contents, warnings, ms };
    } catch (error) {
      return await this.#failure({
        error: toErrorRecord(error),
        ...(error instanceof ArtifactLost ? { lost: error.hash } : {}),
      });
    }
  }

  /** An executor only says that bytes are lost. Nothing is marked before this process has looked for itself. */
  async #failure({ error, lost }: { error: ErrorRecord; lost?: string }): Promise<Ending> {
    if (lost === undefined) return { status: 'failed', error };
    const { pool, store, report } = this.#deps;
    const { checkpoints, workspaceId, inputs } = this.step;
    try {
      const losses = await findLosses(store, lost, inputs);
      // A damaged checkpoint is no input: forget it and go on from the one before.
      if (checkpoints.some(({ hash }) => hash === lost)) {
        await forgetCheckpoint(pool, workspaceId, lost);
        return { status: 'failed', error };
      }
      return { status: 'failed', error, losses };
    } catch (problem) {
      report('looking for lost bytes failed', problem);
      return { status: 'failed', error };
    }
  }

  async #save({ slot, hash, bytes }: Extract<Message, { type: 'save' }>): Promise<void> {
    const { pool, probe, store, report } = this.#deps;
    for (let delay = 100; !this.#over; delay = Math.min(2000, delay * 2)) {
      try {
        const { ok, replaced } = await recordCheckpoint(pool, this.step, { slot, hash, bytes });
        this.#hasCheckpoints = true;
        await probe('checkpoint:after-row');
        this.#executor.send({ type: 'saved', ok });
        if (ok && !this.#over) this.#deps.voices.say(this.step, { type: 'checkpoint' });
        if (ok && replaced !== null) await removeUnnamed(pool, store, [replaced]);
        return;
      } catch (error) {
        report('recording a checkpoint failed', error);
        if (!isDatabaseAway(error))
          return this.#executor.kill('stopped', 'its checkpoint could not be recorded');
        await pause(delay);
      }
    }
  }

  #end(ending: Ending): void {
    if (this.#over) return;
    this.#over = true;
    this.#onEnd(this, ending, this.#hasCheckpoints);
  }
}

/** What is lost of the bytes that an attempt could not read and of its inputs: a store that was wiped is found at once. */
async function findLosses(
  store: StoreKeeper,
  lost: string,
  inputs: ClaimedStep['inputs'],
): Promise<readonly Loss[]> {
  const losses: Loss[] = [];
  const how = await store.check(lost);
  if (how !== 'sound') losses.push({ hash: lost, how });
  const hashes = [...new Set(Object.values(inputs).flatMap((refs) => refs.map(({ hash }) => hash)))];
  const sizes = await store.sizes(hashes);
  for (const hash of hashes) if (hash !== lost && !sizes.has(hash)) losses.push({ hash, how: 'missing' });
  return losses;
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
