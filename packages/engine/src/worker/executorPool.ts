import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  encodeMessage,
  fromExecutor,
  lineReader,
  type Execute,
  type ExecutorConfig,
  type FromExecutor,
  type ToExecutor,
} from './protocol.ts';

/** Why an executor process ended before it reported the end of its step. */
export interface Death {
  readonly why: 'exited' | 'memory' | 'timeout' | 'protocol' | 'stopped';
  readonly detail: string;
}

/** One child process, used for one step after another. */
export interface Executor {
  execute(step: Execute, listener: ExecutorListener): void;
  send(message: ToExecutor): void;
  kill(why: Death['why'], detail: string): void;
  readonly pid: number | undefined;
}

export interface ExecutorListener {
  message(message: Exclude<FromExecutor, { type: 'hello' }>): void;
  died(death: Death): void;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

export interface PoolOptions {
  readonly config: ExecutorConfig;
  /** Entry of the child process; tests put one with probes here. */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const DEFAULT_ENTRY = fileURLToPath(new URL('./executorMain.ts', import.meta.url));
const MEMORY_CHECK_MS = 500;
const KEPT_OUTPUT = 2000;

/** Only what libraries need to find themselves and the machine: no database address, no tokens, no keys. */
const ENVIRONMENT =
  /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|TMP|TEMP|SYSTEMROOT|LD_LIBRARY_PATH|CUDA_.*|NVIDIA_.*|OMP_NUM_THREADS|WEFT_MODELS)$/i;

/** Keeps idle executor processes for the next step: starting one costs as much as a hundred small steps. */
export class ExecutorPool {
  readonly #options: PoolOptions;
  readonly #idle: Process[] = [];
  readonly #all = new Set<Process>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Starts processes ahead of need. */
  warm(count: number): void {
    while (this.#idle.length < count) this.#idle.push(this.#start());
  }

  take(): Executor {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop())
      if (!idle.doomed) return idle;
    return this.#start();
  }

  /**
   * Back from a step that ended properly, and at once ready for the next. A process grown past half the step's memory
   * limit is replaced. Its size is read here and now: were it read later, a process that is always busy would never be
   * replaced, and a small step after a large one would be blamed for the memory of both.
   */
  give(executor: Executor, memoryMb: number): void {
    const process = executor as Process;
    if (process.dead) return;
    if (residentMb(process.pid) > memoryMb / 2) process.kill('stopped', 'recycled');
    else this.#idle.push(process);
  }

  close(): void {
    for (const process of this.#all) process.kill('stopped', 'the worker is stopping');
  }

  #start(): Process {
    const process = new Process(this.#options);
    this.#all.add(process);
    process.onGone = () => {
      this.#all.delete(process);
      const at = this.#idle.indexOf(process);
      if (at >= 0) this.#idle.splice(at, 1);
    };
    return process;
  }
}

class Process implements Executor {
  readonly #child: ChildProcess;
  readonly #channel: Socket;
  #listener: ExecutorListener | undefined;
  #output = '';
  #death: Death | undefined;
  #timers: NodeJS.Timeout[] = [];
  dead = false;
  /** Killed, though its end has not been seen yet. */
  get doomed(): boolean {
    return this.#death !== undefined;
  }
  onGone: () => void = () => {};

  constructor({ config, entry = DEFAULT_ENTRY, env = {} }: PoolOptions) {
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => ENVIRONMENT.test(name)),
    );
    // The largest heap any step may ask for; each step's own limit is watched from outside, native memory included.
    this.#child = spawn(
      process.execPath,
      ['--max-old-space-size=4096', '--disable-warning=ExperimentalWarning', entry],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        env: { ...inherited, ...env, WEFT_EXECUTOR: JSON.stringify(config) },
      },
    );
    this.#channel = this.#child.stdio[3] as Socket;
    const keep = (piece: Buffer) =>
      void (this.#output = (this.#output + piece.toString('utf8')).slice(-KEPT_OUTPUT));
    this.#child.stdout!.on('data', keep);
    this.#child.stderr!.on('data', keep);
    this.#channel.on('error', () => {});
    const read = lineReader((raw) => this.#receive(raw));
    this.#channel.on('data', (piece: Buffer) => {
      try {
        read(piece);
      } catch (error) {
        this.kill('protocol', (error as Error).message);
      }
    });
    this.#child.on('error', (error) => this.#gone(error.message));
    this.#child.on('close', (code, signal) =>
      this.#gone(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  execute(step: Execute, listener: ExecutorListener): void {
    this.#listener = listener;
    if (this.dead) {
      this.#tellDeath();
      return;
    }
    this.send(step);
    const timeout = setTimeout(
      () => this.kill('timeout', `it ran longer than ${listener.timeoutSeconds} s`),
      Math.min(listener.timeoutSeconds * 1000, 2 ** 31 - 1),
    );
    const memory = setInterval(() => {
      const mb = residentMb(this.pid);
      if (mb > listener.memoryMb)
        this.kill('memory', `it used ${Math.round(mb)} MiB, the limit is ${listener.memoryMb} MiB`);
    }, MEMORY_CHECK_MS);
    this.#timers = [timeout, memory];
  }

  send(message: ToExecutor): void {
    if (!this.dead) this.#channel.write(encodeMessage(message));
  }

  kill(why: Death['why'], detail: string): void {
    this.#death ??= { why, detail };
    this.#child.kill('SIGKILL');
  }

  #receive(raw: unknown): void {
    const message = fromExecutor.parse(raw);
    if (message.type === 'hello') return;
    const listener = this.#listener;
    if (message.type === 'end') this.#rest();
    listener?.message(message);
  }

  #rest(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#listener = undefined;
  }

  #gone(how: string): void {
    if (this.dead) return;
    this.dead = true;
    const output = this.#output.trim();
    this.#death ??= {
      why: 'exited',
      detail: output === '' ? how : `${how}; it last printed: ${output.slice(-500)}`,
    };
    this.onGone();
    this.#tellDeath();
  }

  #tellDeath(): void {
    const listener = this.#listener;
    this.#rest();
    listener?.died(this.#death!);
  }
}

/** Resident memory in MiB; 0 where /proc does not exist (the heap limit then is the only bound). Some 7 µs. */
function residentMb(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1] ?? 0);
    return (pages * 4096) / 2 ** 20;
  } catch {
    return 0;
  }
}
