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
  /** Work for one row, in millions of steps (see `STEPS_PER_UNIT`); as much is there for the code before the first row. */
  readonly rowSteps: number;
  /** Rows that may fail by this limit before the rest of the batch is not run: the step would fail in any case. */
  readonly mostOverspent?: number;
  /** The row that is running is written here, so that an error which stops the thread can name it. */
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

/**
 * A step is a call of a function, a turn of a loop, or a state that a regular expression tries. QuickJS counts them and
 * tells its host each time this many are done (`JS_INTERRUPT_COUNTER_INIT`), so limits are rounded up to whole units.
 *
 * The count follows from the code and the rows alone: it is the same on every run and every machine, however busy. (On
 * a server core of 2024, ordinary code takes from 3 to 100 ms for a million steps.) What a built-in does inside one call
 * is not counted, such as looking for a long string in a longer one; the processor time of the thread bounds that, and
 * ends the attempt.
 */
export const STEPS_PER_UNIT = 10_000;

/** Rows of a batch that may bring the whole sandbox down (not merely throw) before the rest is given up. */
const MOST_CRASHES = 3;

/**
 * Runs a batch in a QuickJS of its own: a JavaScript engine inside WebAssembly, with nothing of the host in it but
 * one function that counts rows. Its memory is the WebAssembly memory made for it, all of it from the start, which
 * cannot grow (QuickJS's own limit does not count everything: 16 MB grew to 2 GB).
 *
 * A row that throws costs that row. One that takes more steps than it may is interrupted and costs that row. One that
 * brings the engine down costs that row as well: the batch is run again without it. All three are decided by counting
 * steps and bytes inside the engine, so the same rows give the same outcomes on every run.
 *
 * @throws HostExhausted when the host has no room for the engine, RangeError when its own stack ends: neither is a
 * property of the rows, so neither may cost one
 */
export async function runBatch(batch: SandboxBatch): Promise<SandboxReply> {
  const crashed = new Map<number, string>();
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
function givenUp(count: number, crashed: ReadonlyMap<number, string>, reason: string): SandboxReply {
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

/** The machine has no room for the engine now. */
export class HostExhausted extends Error {
  override readonly name = 'HostExhausted';
}

async function newEngine(memoryMb: number): Promise<QuickJSWASMModule> {
  const pages = memoryMb * WASM_PAGES_PER_MB;
  // Memory that grows can be refused by the machine in the middle of a row, which would look like the row's fault.
  try {
    const wasmMemory = new Memory({ initial: pages, maximum: pages });
    return await newQuickJSWASMModuleFromVariant(newVariant(releaseSync, { wasmMemory }));
  } catch (error) {
    throw new HostExhausted((error as Error).message);
  }
}

type Attempt = SandboxReply | { readonly crashedAt: number; readonly reason: string };

function runOnce(
  engine: QuickJSWASMModule,
  batch: SandboxBatch,
  crashed: ReadonlyMap<number, string>,
): Attempt {
  const meter = stepMeter(batch, crashed);
  const runtime = engine.newRuntime();
  runtime.setMaxStackSize(GUEST_STACK_BYTES);
  runtime.setInterruptHandler(() => meter.isOver());
  const context = runtime.newContext();
  try {
    const driver = context.unwrapResult(context.evalCode(GUEST_DRIVER, 'weft.js', { type: 'global' }));
    const begin = context.newFunction('begin', (row) =>
      meter.begin(context.getNumber(row)) ? context.true : context.false,
    );
    const api = context.unwrapResult(
      context.callFunction(driver, context.undefined, begin, context.newNumber(batch.seed)),
    );
    const call = (name: string, ...values: QuickJSHandle[]) =>
      context.callFunction(context.getProp(api, name), api, ...values);

    const defined = context.evalCode(batch.code, 'code.js', { type: 'global' });
    if (defined.error)
      return broken(context, defined.error, meter.overspent.has(BEFORE_ROWS) ? batch : undefined);
    const map = context.unwrapResult(
      context.evalCode('typeof map === "function" ? map : undefined', 'weft.js', { type: 'global' }),
    );
    if (context.typeof(map) !== 'function') return { broken: 'the code defines no function map(row, index)' };
    const loaded = call('load', context.newString(batch.rows), context.newNumber(batch.at), map);
    if (loaded.error) return broken(context, loaded.error);

    const stopped = new Map(crashed);
    for (let from = 0; from < batch.count;) {
      meter.rest();
      const ran = call('run', context.newNumber(from));
      const at = meter.row();
      if (ran.error) {
        ran.error.dispose();
        stopped.set(at, `its result finds no room in ${batch.memoryMb} MB of memory`);
      }
      // Stopped in a row, or before one that crashed earlier: either way the next one is next.
      if (meter.isGivenUp() || (!ran.error && !crashed.has(at))) break;
      from = at + 1;
    }
    meter.rest();
    const taken = call('take');
    if (taken.error)
      return { crashedAt: meter.row(), reason: `the results need more than ${batch.memoryMb} MB of memory` };
    for (const row of meter.overspent) stopped.set(row, tooManySteps(batch));
    const rest = meter.isGivenUp() ? `not run: too many rows before it ${tooManySteps(batch)}` : undefined;
    return readReply(context.getString(taken.value), batch, { stopped, rest });
  } catch (error) {
    // Where the host's stack ends differs from run to run, with how much of the engine is compiled by then.
    if (error instanceof RangeError) throw error;
    // The engine itself gave up: it must not be used again, not even to clean up.
    return { crashedAt: meter.row(), reason: `brought the sandbox down: ${(error as Error).message}` };
  }
}

const BEFORE_ROWS = -1;

/** Knows which row is running and how many units it has left. */
function stepMeter(
  { rowSteps, mostOverspent = Infinity, progress }: SandboxBatch,
  crashed: ReadonlyMap<number, string>,
) {
  const units = Math.ceil((rowSteps * 1e6) / STEPS_PER_UNIT);
  const overspent = new Set<number>();
  let row = BEFORE_ROWS;
  let left = units;
  return {
    row: () => row,
    /** Rows that took too many steps, whatever they gave in the end: some built-ins let the interruption be caught. */
    overspent,
    isGivenUp: () => overspent.size > mostOverspent,
    /** Called by the engine after each unit. */
    isOver(): boolean {
      left -= 1;
      if (left >= 0) return false;
      overspent.add(row);
      return true;
    },
    /** What runs from here to the next row is the driver's, not the row's. */
    rest: () => void (left = Infinity),
    /** False when this row is not to run: it crashed before, or the batch is given up. */
    begin(next: number): boolean {
      if (overspent.size > mostOverspent) return false;
      row = next;
      if (progress !== undefined) progress[0] = next;
      left = units;
      return !crashed.has(next);
    },
  };
}

const tooManySteps = ({ rowSteps }: SandboxBatch): string => `took more than ${rowSteps} million steps`;

function broken(context: QuickJSContext, error: QuickJSHandle, overspent?: SandboxBatch): SandboxReply {
  const dumped: unknown = context.dump(error);
  error.dispose();
  if (overspent !== undefined) return { broken: `the code ${tooManySteps(overspent)} before the first row` };
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

interface Unrun {
  /** Why these rows count for nothing, whatever they gave. */
  readonly stopped: ReadonlyMap<number, string>;
  /** Why rows that gave nothing did not run; unset when all of them ran. */
  readonly rest: string | undefined;
}

/** Believes nothing: what comes out was made beside a person's code. */
function readReply(json: string, batch: SandboxBatch, { stopped, rest }: Unrun): SandboxReply {
  const { results, logged } = JSON.parse(json) as { results: unknown[]; logged: unknown[] };
  const outcomes: RowOutcome[] = Array.from({ length: batch.count }, (_, row) => ({
    row,
    error: stopped.get(row) ?? rest ?? 'gave no result',
  }));
  for (const entry of results) {
    const [row, found] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof row !== 'number' || outcomes[row] === undefined || stopped.has(row)) continue;
    if (Array.isArray(found)) outcomes[row] = { row, rows: found };
    else if (typeof found === 'object' && found !== null) {
      const { error, stack } = found as { error?: unknown; stack?: unknown };
      outcomes[row] = { row, error: String(error).slice(0, 500), line: lineOf(String(stack)) };
    }
  }
  return { outcomes, logged: logged.map((line) => String(line)) };
}
