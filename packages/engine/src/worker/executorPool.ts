import { NodeError } from '../node/errors.ts';
import type { Hello } from '../protocol/index.ts';
import { Executor, type Death } from './executor.ts';
import type { Launcher } from './launchers/launcher.ts';

export interface PoolOptions {
  /** A step goes to the first launcher whose executors can run its node type. */
  readonly launchers: readonly Launcher[];
  /** Milliseconds between the word to stop and the kill. Default 2 s. */
  readonly graceMs?: number;
  /** What executors of a launcher can do became known. */
  readonly onHello?: (launcher: string, hello: Hello) => void;
}

export interface NodeVersion {
  readonly type: string;
  readonly version: number;
}

const GRACE_MS = 2000;

/** Keeps idle executors for the next step: starting one costs as much as a hundred small steps. */
export class ExecutorPool {
  readonly graceMs: number;
  readonly #crews: readonly Crew[];

  constructor({ launchers, graceMs = GRACE_MS, onHello = () => {} }: PoolOptions) {
    this.graceMs = graceMs;
    this.#crews = launchers.map((launcher) => new Crew(launcher, { graceMs, onHello }));
  }

  /** Starts executors ahead of need: `count` of the first kind, and one of each other to learn what it can do. */
  warm(count: number): void {
    for (const [at, crew] of this.#crews.entries()) crew.warm(at === 0 ? count : 1);
  }

  /** @throws NodeError when no executor of this worker can run the node type */
  async take(node: NodeVersion): Promise<Executor> {
    const known: string[] = [];
    let failure: unknown;
    for (const crew of this.#crews) {
      try {
        const { nodes } = await crew.abilities();
        const versions = nodes.find(({ type }) => type === node.type)?.versions ?? [];
        if (versions.includes(node.version)) return crew.take();
        known.push(...versions.map((version) => `version ${version} (${crew.name})`));
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    throw new NodeError(
      'bug',
      'executor.unknown',
      `no executor of this worker runs ${node.type} version ${node.version}; ${
        known.length > 0 ? `there is ${known.join(', ')}` : 'none knows that type'
      }. Update the worker, or start one that has it.`,
    );
  }

  /**
   * Back from a step, and at once ready for the next. A process grown past half the step's memory limit is replaced. Its
   * size is read here and now: were it read later, a process that is always busy would never be replaced, and a small
   * step after a large one would be blamed for the memory of both.
   */
  give(executor: Executor, memoryMb: number): void {
    if (executor.isDoomed) return;
    if (executor.residentMb > memoryMb / 2) executor.kill('stopped', 'recycled');
    else this.#crews.find((crew) => crew.has(executor))?.give(executor);
  }

  /** Some step was told to stop and has not done so yet. */
  get isAborting(): boolean {
    return this.#crews.some((crew) => crew.isAborting);
  }

  close(): void {
    for (const crew of this.#crews) crew.close();
  }
}

/** The executors of one launcher. */
class Crew {
  readonly #launcher: Launcher;
  readonly #options: Required<Pick<PoolOptions, 'graceMs' | 'onHello'>>;
  readonly #idle: Executor[] = [];
  readonly #all = new Set<Executor>();
  #hello: Promise<Hello> | undefined;
  #told: PromiseWithResolvers<Hello> | undefined;

  constructor(launcher: Launcher, options: Required<Pick<PoolOptions, 'graceMs' | 'onHello'>>) {
    this.#launcher = launcher;
    this.#options = options;
  }

  get name(): string {
    return this.#launcher.name;
  }

  get isAborting(): boolean {
    return [...this.#all].some((executor) => executor.isAborting);
  }

  has(executor: Executor): boolean {
    return this.#all.has(executor);
  }

  warm(count: number): void {
    while (this.#idle.length < count) this.#idle.push(this.#start());
  }

  take(): Executor {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop())
      if (!idle.isDoomed) return idle;
    return this.#start();
  }

  give(executor: Executor): void {
    this.#idle.push(executor);
  }

  close(): void {
    for (const executor of this.#all) executor.kill('stopped', 'the worker is stopping');
  }

  /** What the first hello said. @throws NodeError when the executors end before they say it */
  async abilities(): Promise<Hello> {
    if (this.#hello === undefined) {
      this.#told = Promise.withResolvers();
      this.#hello = this.#told.promise;
      if (this.#all.size === 0) this.warm(1);
    }
    return await this.#hello;
  }

  #start(): Executor {
    const executor: Executor = new Executor(this.#launcher, {
      graceMs: this.#options.graceMs,
      hello: (hello) => {
        if (this.#hello !== undefined && this.#told === undefined) return;
        this.#hello = Promise.resolve(hello);
        this.#told?.resolve(hello);
        this.#told = undefined;
        this.#options.onHello(this.name, hello);
      },
      gone: (death) => {
        this.#all.delete(executor);
        const at = this.#idle.indexOf(executor);
        if (at >= 0) this.#idle.splice(at, 1);
        this.#neverGreeted(death);
      },
    });
    this.#all.add(executor);
    return executor;
  }

  /** Whoever waits for the first hello is told why there is none; the next who asks starts another. */
  #neverGreeted({ why, detail }: Death): void {
    if (this.#told === undefined || this.#all.size > 0) return;
    const code = why === 'protocol' ? 'executor.protocol' : 'executor.died';
    this.#told.reject(
      new NodeError('bug', code, `The "${this.name}" executor could not be used: ${detail}.`),
    );
    this.#hello = this.#told = undefined;
  }
}
