import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { GUEST_DRIVER } from './guestDriver.ts';

/** One batch of rows for a person's code. */
export interface SandboxBatch {
  /** JavaScript that defines `function map(row, index)`. */
  readonly code: string;
  /** JSON of the list of rows. */
  readonly rows: string;
  readonly count: number;
  /** Index of the first row in the whole input. */
  readonly at: number;
  readonly seed: number;
  readonly memoryMb: number;
  /** Time for one row, and for all rows of the batch together. */
  readonly rowMs: number;
  readonly batchMs: number;
  /** Rows that brought an earlier attempt down, with the reason: they are not run again. */
  readonly crashed?: ReadonlyMap<number, string>;
  /** Told which row is running, so that who has to stop the thread knows whom to blame. */
  readonly progress?: Int32Array;
}

/** What became of one row: the rows it gave, or why it gave none. `line` is a line of the person's code. */
export type RowOutcome =
  | { readonly row: number; readonly rows: readonly unknown[] }
  | { readonly row: number; readonly error: string; readonly line?: number };

export type SandboxReply =
  | { readonly outcomes: readonly RowOutcome[]; readonly logged: readonly string[] }
  /** The code itself fails before the first row: it throws, or defines no `map`. */
  | { readonly broken: string; readonly line?: number };

/** QuickJS needs host stack in proportion to this; with it, 16 MB of host stack are enough (4 were not). */
const GUEST_STACK_BYTES = 256 * 1024;
const WASM_PAGES_PER_MB = 16;
/** Rows of a batch that may bring the whole sandbox down (not merely throw) before the rest is given up. */
export const MOST_CRASHES = 3;

/**
 * Runs a batch in a QuickJS of its own: a JavaScript engine inside WebAssembly, with nothing of the host in it but
 * one function that counts rows. Its memory is the WebAssembly memory made for it, which cannot grow over its maximum
 * (QuickJS's own limit does not count everything: 16 MB grew to 2 GB).
 *
 * A row that throws costs that row. One that runs over its time is interrupted and costs that row. One that brings
 * the engine down costs that row as well: the batch is run again without it.
 */
export async function runBatch(batch: SandboxBatch): Promise<SandboxReply> {
  const crashed = new Map(batch.crashed);
  for (let attempts = 1; ; attempts++) {
    const engine = await newEngine(batch.memoryMb);
    const attempt = runOnce(engine, batch, crashed);
    if (!('crashedAt' in attempt)) return attempt;
    const { crashedAt, reason } = attempt;
    if (crashedAt < 0) return { broken: reason };
    crashed.set(crashedAt, reason);
    if (attempts > MOST_CRASHES) {
      return givenUp(batch.count, crashed, reason);
    }
  }
}

/** The reply for a batch that cannot be run to its end. */
export function givenUp(count: number, crashed: ReadonlyMap<number, string>, reason: string): SandboxReply {
  const outcomes = Array.from({ length: count }, (_, row) => ({
    row,
    error: crashed.get(row) ?? `not run: ${reason}`,
  }));
  return { outcomes, logged: [] };
}

/** The package's types describe its CommonJS side, where the variant is one level further in. */
const releaseSync = variant as unknown as QuickJSSyncVariant;

/** WebAssembly is in Node, but its values are not in the types of a project without a DOM. */
const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: MemoryConstructor } }).WebAssembly;
type MemoryConstructor = new (pages: {
  initial: number;
  maximum: number;
}) => NonNullable<NonNullable<Parameters<typeof newVariant>[1]>['wasmMemory']>;

async function newEngine(memoryMb: number): Promise<QuickJSWASMModule> {
  const wasmMemory = new Memory({ initial: 256, maximum: Math.max(256, memoryMb * WASM_PAGES_PER_MB) });
  return await newQuickJSWASMModuleFromVariant(newVariant(releaseSync, { wasmMemory }));
}

type Attempt = SandboxReply | { readonly crashedAt: number; readonly reason: string };

function runOnce(
  engine: QuickJSWASMModule,
  batch: SandboxBatch,
  crashed: ReadonlyMap<number, string>,
): Attempt {
  const clock = batchClock(batch, crashed);
  const runtime = engine.newRuntime();
  runtime.setMaxStackSize(GUEST_STACK_BYTES);
  runtime.setInterruptHandler(() => clock.isOver());
  const context = runtime.newContext();
  try {
    const driver = context.unwrapResult(context.evalCode(GUEST_DRIVER, 'weft.js', { type: 'global' }));
    const begin = context.newFunction('begin', (row) =>
      clock.begin(context.getNumber(row)) ? context.true : context.false,
    );
    const api = context.unwrapResult(
      context.callFunction(driver, context.undefined, begin, context.newNumber(batch.seed)),
    );
    const call = (name: string, ...values: QuickJSHandle[]) =>
      context.callFunction(context.getProp(api, name), api, ...values);

    const defined = context.evalCode(batch.code, 'code.js', { type: 'global' });
    if (defined.error) return broken(context, defined.error, clock.isOver());
    const map = context.unwrapResult(
      context.evalCode('typeof map === "function" ? map : undefined', 'weft.js', { type: 'global' }),
    );
    if (context.typeof(map) !== 'function') return { broken: 'the code defines no function map(row, index)' };
    const loaded = call('load', context.newString(batch.rows), context.newNumber(batch.at), map);
    if (loaded.error) return broken(context, loaded.error, false);

    const stopped = new Map<number, string>(crashed);
    for (let from = 0; from < batch.count;) {
      const ran = call('run', context.newNumber(from));
      if (!ran.error) {
        const next = clock.row();
        if (next < batch.count && crashed.has(next)) {
          from = next + 1;
          continue;
        }
        if (clock.batchIsOver())
          for (let row = next; row < batch.count; row++) stopped.set(row, clock.whyBatchIsOver());
        break;
      }
      ran.error.dispose();
      stopped.set(clock.row(), tookTooLong(batch));
      from = clock.row() + 1;
    }
    const taken = call('take');
    if (taken.error)
      return { crashedAt: clock.row(), reason: `the results need more than ${batch.memoryMb} MB of memory` };
    return readReply(context.getString(taken.value), batch, stopped);
  } catch (error) {
    // The engine itself gave up (its stack, its memory): it must not be used again, not even to clean up.
    return { crashedAt: clock.row(), reason: `brought the sandbox down: ${(error as Error).message}` };
  }
}

/** Knows which row is running, and when it or the batch has had its time. */
function batchClock({ rowMs, batchMs, count, progress }: SandboxBatch, crashed: ReadonlyMap<number, string>) {
  const end = performance.now() + batchMs;
  let row = -1;
  let rowEnd = performance.now() + rowMs;
  return {
    row: () => row,
    isOver: () => performance.now() > rowEnd,
    batchIsOver: () => performance.now() > end,
    whyBatchIsOver: () =>
      `not run: the ${count} rows of its batch took longer than ${batchMs / 1000} s together`,
    /** False when this row is not to run: it crashed before, or time is up. */
    begin(next: number): boolean {
      row = next;
      if (progress !== undefined) progress[0] = next;
      const now = performance.now();
      rowEnd = now + rowMs;
      return now <= end && !crashed.has(next);
    },
  };
}

function broken(context: QuickJSContext, error: QuickJSHandle, timeIsUp: boolean): SandboxReply {
  const dumped: unknown = context.dump(error);
  error.dispose();
  if (timeIsUp) return { broken: 'the code took too long before the first row' };
  const { name, message, stack } = (
    typeof dumped === 'object' && dumped !== null ? dumped : { message: dumped }
  ) as {
    [key: string]: unknown;
  };
  const said = [name, message].filter((part) => typeof part === 'string').join(': ');
  return { broken: said || 'the code throws', line: lineOf(typeof stack === 'string' ? stack : '') };
}

/** The innermost line of the person's code in a stack of QuickJS: "at map (code.js:3:7)". */
function lineOf(stack: string): number | undefined {
  const line = /code\.js:(\d+)/.exec(stack)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** Believes nothing: what comes out was made beside a person's code. */
const tookTooLong = ({ rowMs }: SandboxBatch): string => `took longer than ${rowMs / 1000} s`;

/** Some built-ins let the interruption be caught like any error. */
const INTERRUPTED = 'InternalError: interrupted';

function readReply(json: string, batch: SandboxBatch, stopped: ReadonlyMap<number, string>): SandboxReply {
  const { results, logged } = JSON.parse(json) as { results: unknown[]; logged: unknown[] };
  const outcomes: RowOutcome[] = Array.from({ length: batch.count }, (_, row) => ({
    row,
    error: stopped.get(row) ?? 'gave no result',
  }));
  for (const entry of results) {
    const [row, found] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof row !== 'number' || outcomes[row] === undefined || stopped.has(row)) continue;
    if (Array.isArray(found)) outcomes[row] = { row, rows: found };
    else if (typeof found === 'object' && found !== null) {
      const { error, stack } = found as { error?: unknown; stack?: unknown };
      const said = error === INTERRUPTED ? tookTooLong(batch) : String(error).slice(0, 500);
      outcomes[row] = { row, error: said, line: lineOf(String(stack)) };
    }
  }
  return { outcomes, logged: logged.map((line) => String(line)) };
}
