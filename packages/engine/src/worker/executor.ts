import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import {
  fromExecutor,
  greeting,
  PROTOCOL_VERSION,
  type AbortReason,
  type Execute,
  type Hello,
  type Said,
  type ToExecutor,
} from '../protocol/index.ts';
import type { Launched, Launcher } from './launchers/launcher.ts';

/** Why a step ended without a report of its own, or with one that does not count. */
export interface Death {
  readonly why: 'exited' | 'memory' | 'timeout' | 'protocol' | 'stopped' | 'cancelled';
  readonly detail: string;
}

export interface ExecutorListener {
  message(message: Said): void;
  /** Called once, and nothing after it. `alive`: the executor stopped in time when it was told to, and can go on. */
  died(death: Death, alive: boolean): void;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

export interface ExecutorEvents {
  hello(hello: Hello): void;
  gone(death: Death): void;
}

const MEMORY_CHECK_MS = 500;
/** An executor that has not said hello by then never will. Loading libraries on a busy machine takes its time. */
const HELLO_MS = 120_000;

/**
 * One executor, used for one step after another:
 *
 *   greeting ─hello─▶ idle ─execute─▶ running ─end─▶ idle
 *                                        └─abort─▶ aborting ─end─▶ idle
 *   any ─killed, exited, broken protocol─▶ gone
 *
 * An abort is a word first: node code hears its signal and lets go of what it holds. When the grace is over the executor
 * is killed. What it reports or saves after the word does not count, since it may have cut its work short.
 */
export class Executor {
  readonly #launched: Launched;
  readonly #events: ExecutorEvents;
  readonly #graceMs: number;
  readonly #greeted: NodeJS.Timeout;
  #hello: Hello | undefined;
  #waiting: Execute | undefined;
  #listener: ExecutorListener | undefined;
  #aborted: Death | undefined;
  #death: Death | undefined;
  #timers: NodeJS.Timeout[] = [];
  #gone = false;

  constructor(launcher: Launcher, { graceMs, ...events }: ExecutorEvents & { graceMs: number }) {
    this.#events = events;
    this.#graceMs = graceMs;
    this.#greeted = setTimeout(
      () => this.kill('timeout', `it did not say hello within ${HELLO_MS / 1000} s`),
      HELLO_MS,
    );
    this.#launched = launcher.launch({
      message: (raw) => this.#receive(raw),
      broken: (problem) => this.kill('protocol', problem),
      gone: (how) => this.#end(how),
    });
  }

  /** Killed or ended: of no use for another step. */
  get isDoomed(): boolean {
    return this.#death !== undefined;
  }

  /** Told to stop, and not done so yet. */
  get isAborting(): boolean {
    return this.#aborted !== undefined && !this.#gone;
  }

  /** Resident memory in MiB; 0 where it cannot be known. */
  get residentMb(): number {
    return residentMb(this.#launched.pid);
  }

  execute(step: Execute, listener: ExecutorListener): void {
    this.#listener = listener;
    if (this.#gone) return this.#report(this.#death!, false);
    if (this.#hello === undefined) this.#waiting = step;
    else this.#begin(step);
  }

  send(message: ToExecutor): void {
    if (!this.#gone) this.#launched.send(message);
  }

  /** Tells the step to stop, and kills the executor when it has not done so in time. */
  abort(reason: AbortReason, death: Death): void {
    if (this.#listener === undefined || this.#aborted !== undefined || this.isDoomed) return;
    if (this.#waiting !== undefined) return this.kill(death.why, death.detail);
    this.#aborted = death;
    this.send({ type: 'abort', reason });
    this.#timers.push(setTimeout(() => this.kill(death.why, death.detail), this.#graceMs));
  }

  kill(why: Death['why'], detail: string): void {
    this.#death ??= this.#aborted ?? { why, detail };
    this.#launched.kill();
  }

  #begin(step: Execute): void {
    const { timeoutSeconds, memoryMb } = this.#listener!;
    this.#launched.send(step);
    const timeout = setTimeout(
      () => this.abort('timeout', { why: 'timeout', detail: `it ran longer than ${timeoutSeconds} s` }),
      Math.min(timeoutSeconds * 1000, 2 ** 31 - 1),
    );
    const memory = setInterval(() => {
      const mb = this.residentMb;
      if (mb > memoryMb) this.kill('memory', `it used ${Math.round(mb)} MiB, the limit is ${memoryMb} MiB`);
    }, MEMORY_CHECK_MS);
    this.#timers = [timeout, memory];
  }

  /** @throws when the message is not the protocol; the launcher then says that the stream is broken. */
  #receive(raw: unknown): void {
    if (this.isDoomed) return;
    if (this.#hello === undefined) return this.#greet(raw);
    const message = parse(fromExecutor, raw);
    if (message.type === 'hello') throw new Error('it said hello twice');
    const listener = this.#listener;
    if (listener === undefined) {
      // Stray words of a library that outlived its step say nothing; a report without a step is a confused executor.
      if (message.type === 'end' || message.type === 'save')
        throw new Error(`it said "${message.type}" while it had no step`);
      return;
    }
    if (this.#aborted !== undefined) {
      if (message.type === 'save') this.send({ type: 'saved', ok: false });
      else if (message.type === 'secret') this.send({ type: 'secret', name: message.name, value: null });
      else if (message.type === 'end') this.#report(this.#aborted, true);
      else listener.message(message);
      return;
    }
    if (message.type === 'end') this.#rest();
    listener.message(message);
  }

  #greet(raw: unknown): void {
    const { protocol } = parse(greeting, raw);
    if (protocol !== PROTOCOL_VERSION)
      throw new Error(
        `it speaks version ${protocol} of the protocol and this worker version ${PROTOCOL_VERSION}; update ${protocol < PROTOCOL_VERSION ? 'the executor' : 'the worker'}`,
      );
    this.#hello = parse(fromExecutor, raw) as Hello;
    clearTimeout(this.#greeted);
    this.#events.hello(this.#hello);
    const step = this.#waiting;
    this.#waiting = undefined;
    if (step !== undefined) this.#begin(step);
  }

  #rest(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#listener = undefined;
    this.#aborted = undefined;
  }

  #end(how: string): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#greeted);
    this.#death ??= this.#aborted ?? { why: 'exited', detail: how };
    this.#events.gone(this.#death);
    this.#report(this.#death, false);
  }

  #report(death: Death, alive: boolean): void {
    const listener = this.#listener;
    this.#rest();
    listener?.died(death, alive);
  }
}

/** The first thing that is wrong with a message, and where. */
function parse<T extends z.ZodType>(schema: T, raw: unknown): z.output<T> {
  const { data, error } = schema.safeParse(raw);
  if (error === undefined) return data as z.output<T>;
  const type = String((raw as { type?: unknown } | null)?.type).slice(0, 20);
  const { path, message } = error.issues[0]!;
  throw new Error(`"${type}"${path.length > 0 ? `, ${path.join('.')}` : ''}: ${message}`.slice(0, 500));
}

/** 0 where /proc does not exist (the heap limit then is the only bound). Some 7 µs. */
function residentMb(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1] ?? 0);
    return (pages * 4096) / 2 ** 20;
  } catch {
    return 0;
  }
}
