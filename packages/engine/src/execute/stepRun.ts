import { rm } from 'node:fs/promises';
import type { Json, SpecRegistry } from '../graph/index.ts';
import { NodeError } from '../node/errors.ts';
import type { ExecutorRegistry, NodeExecutor } from '../node/executor.ts';
import type { Probe } from '../probe.ts';
import {
  MESSAGE_CHARACTERS,
  usage,
  type AbortReason,
  type DriveOutcome,
  type Execute,
  type FromExecutor,
} from '../protocol/index.ts';
import type { ArtifactStore } from '../store/artifacts.ts';
import { checkpointsOf } from '../store/checkpointBytes.ts';
import { openStore } from '../store/openStore.ts';
import { drive, failed } from './drive.ts';
import type { StepHost } from './host.ts';
import { nodeContext, type StepVoice } from './nodeContext.ts';
import { outsideTools } from './outside.ts';

export interface StepRunParts {
  readonly step: Execute;
  readonly specs: SpecRegistry;
  readonly executors: ExecutorRegistry;
  readonly send: (message: FromExecutor) => void;
  readonly probe: Probe;
}

/** One step in this process, from `execute` to `end`. What node code still says after that is not sent. */
export class StepRun {
  readonly #parts: StepRunParts;
  readonly #abort = new AbortController();
  readonly #secrets = new Map<string, PromiseWithResolvers<string | null>>();
  #pause = false;
  #over = false;
  #warnings = 0;
  #onSaved: ((ok: boolean) => void) | undefined;

  constructor(parts: StepRunParts) {
    this.#parts = parts;
  }

  pause(): void {
    this.#pause = true;
  }

  abort(reason: AbortReason): void {
    this.#abort.abort(new NodeError('bug', `step.${reason}`, ABORTED[reason]));
  }

  saved(ok: boolean): void {
    this.#onSaved?.(ok);
  }

  answer(name: string, value: string | null): void {
    this.#secrets.get(name)?.resolve(value);
    this.#secrets.delete(name);
  }

  async run(): Promise<{ outcome: DriveOutcome; warnings: number }> {
    const { step, probe } = this.#parts;
    let directory: string | undefined;
    try {
      const { spec, executor } = await this.#load();
      const store = openStore(step.store, probe);
      const ctx = await nodeContext({
        spec,
        params: step.params,
        inputs: step.inputs,
        seed: step.seed,
        threads: step.threads,
        key: step.idempotencyKey,
        signal: this.#abort.signal,
        store,
        voice: this.#voice(),
        secret: async (name) => await this.#secret(name),
      });
      const tracked = { ...ctx, tempDir: async () => (directory = await ctx.tempDir()) };
      const outcome = await drive({
        spec,
        executor,
        ctx: tracked,
        host: this.#host(store),
        ...(step.range === null ? {} : { range: step.range }),
        ...(step.answer === null ? {} : { answer: step.answer as Json }),
      });
      if (outcome.status === 'done') await this.#checkOutside(executor);
      await probe('outputs:stored');
      return { outcome, warnings: this.#warnings };
    } catch (error) {
      return { outcome: failed(error), warnings: this.#warnings };
    } finally {
      this.#over = true;
      if (directory !== undefined) await rm(directory, { recursive: true, force: true }).catch(() => {});
    }
  }

  async #load() {
    const { type, version } = this.#parts.step.node;
    const spec = this.#parts.specs.get(type, version);
    const loader = this.#parts.executors[`${type}@${version}`];
    if (spec === undefined || loader === undefined)
      throw new NodeError(
        'bug',
        'executor.unknown',
        `this worker has no executor for ${type} version ${version}; update it`,
      );
    return { spec, executor: (await loader()).executor };
  }

  async #checkOutside(executor: NodeExecutor): Promise<void> {
    const { outside, params } = this.#parts.step;
    if (outside === null || (await executor.outside!(params as never, outsideTools())) === outside) return;
    throw new NodeError(
      'input',
      'outside.changed',
      'the files this step reads changed while it ran; run again to take them as they are now',
    );
  }

  #host(store: ArtifactStore): StepHost {
    const { step, probe } = this.#parts;
    const checkpoints = checkpointsOf(store, step.key);
    return {
      checkpoints: step.checkpoints,
      saveCheckpoint: async (slot, bytes) => {
        await probe('checkpoint:encoded');
        const stored = await checkpoints.save(bytes);
        await probe('checkpoint:stored');
        const { promise, resolve } = Promise.withResolvers<boolean>();
        this.#onSaved = resolve;
        this.#say({ type: 'save', slot, ...stored });
        if (!(await promise))
          throw new NodeError('transient', 'claim.lost', 'the attempt has lost its claim');
        await probe('checkpoint:acknowledged');
      },
      loadCheckpoint: async (checkpoint) => await checkpoints.load(checkpoint.hash),
      pauseRequested: () => this.#pause,
      progress: (done, total, unit) => this.#say({ type: 'progress', done, total, unit }),
      checkpointSeconds: step.checkpointSeconds,
      probe,
    };
  }

  #voice(): StepVoice {
    const log: StepVoice['log'] = (level, message, fields) =>
      this.#say({
        type: 'log',
        level,
        message: message.slice(0, MESSAGE_CHARACTERS),
        ...(fields === undefined ? {} : { fields }),
      });
    return {
      log,
      metric: (name, value, at) => {
        if (Number.isFinite(value)) this.#say({ type: 'metric', name, value, at: at ?? null });
      },
      progress: (done, total, unit = 'steps') => this.#say({ type: 'progress', done, total, unit }),
      warn: (message, count = 1) => {
        this.#warnings += count;
        log('warn', message);
      },
      usage: (used) => {
        const { error, data } = usage.safeParse(used);
        if (error !== undefined)
          throw new NodeError('bug', 'node.usage', `ctx.usage: ${error.issues[0]!.message}`);
        this.#say({ type: 'usage', used: data });
      },
    };
  }

  async #secret(name: string): Promise<string | null> {
    const asked = this.#secrets.get(name);
    if (asked !== undefined) return await asked.promise;
    const answer = Promise.withResolvers<string | null>();
    this.#secrets.set(name, answer);
    this.#say({ type: 'secret', name });
    return await answer.promise;
  }

  #say(message: FromExecutor): void {
    if (!this.#over) this.#parts.send(message);
  }
}

const ABORTED: Readonly<Record<AbortReason, string>> = {
  cancelled: 'the run was cancelled',
  timeout: 'the attempt took longer than its limit',
  stopping: 'the worker is stopping',
};
