import type { Columns, NodeSpec } from '../../graph/index.ts';
import { tableInput } from '../../node/inputs.ts';
import type { ArtifactRef, Row, TableWriter } from '../../node/artifact.ts';
import type { MapExecutor, MapSession, NodeContext, NodeResult, RowError } from '../../node/executor.ts';
import type { Json } from '../../graph/index.ts';
import { ROWS_ENCODING, type Checkpoint, type DriveOutcome } from '../../protocol/index.ts';
import type { StepHost } from '../host.ts';
import { decodeRows, encodeRows } from '../savedRows.ts';

/**
 * Drives a map: input rows in segments of `segmentRows`, each handled at most once, in order.
 *
 *   rows checkpointed by anyone  → taken over as they are
 *   rows not yet handled         → batch() → kept, and saved as one checkpoint when the interval is over
 *   all rows there               → one output table, one error table, finish()
 *
 * A *shard* handles only the rows of its range and ends with all of them checkpointed; the step proper then finds them
 * and has nothing left to compute. So sharding cannot change bytes: it only fills checkpoints sooner.
 */
const ERROR_COLUMNS: Columns = { row: 'int', file: 'string', position: 'string', reason: 'string' };

/** Rows of an executor's working memory before they must go to a checkpoint even if the interval is not over. */
const MAX_PENDING_BYTES = 64 << 20;

export interface MapDrive {
  readonly spec: NodeSpec & { shape: 'map' };
  readonly executor: MapExecutor<never>;
  readonly ctx: NodeContext;
  readonly host: StepHost;
  readonly range?: { readonly from: number; readonly to: number };
}

/** Output rows of a stretch of input rows; errors count rows from the stretch's first. */
interface Stretch {
  readonly rows: Row[];
  readonly errors: RowError[];
}

export async function driveMap({ spec, executor, ctx, host, range }: MapDrive): Promise<DriveOutcome> {
  const context = ctx as NodeContext<never>;
  const source = await inputRows(spec, executor, context);
  const prepared = await prepare(executor, context, host);
  const session = await executor.open(context, prepared);
  await host.probe('step:opened');
  try {
    if (range !== undefined) {
      const outcome = await handle({
        spec,
        session,
        host,
        source,
        signal: ctx.signal,
        range,
        emit: async () => {},
      });
      return outcome === 'paused' ? { status: 'paused' } : { status: 'done', result: { outputs: {} } };
    }
    const output = ctx.table(session.columns);
    const errors = spec.map.errors === undefined ? undefined : ctx.table(ERROR_COLUMNS);
    const summary = { rowsIn: source.rows, rowsOut: 0, errors: 0 };
    const outcome = await handle({
      spec,
      session,
      host,
      source,
      signal: ctx.signal,
      range: { from: 0, to: source.rows },
      emit: async (stretch, from) => {
        summary.rowsOut += stretch.rows.length;
        summary.errors += stretch.errors.length;
        await output.write(stretch.rows);
        await errors?.write(stretch.errors.map((error) => errorRow(error, from)));
      },
    });
    if (outcome === 'paused') return { status: 'paused' };
    return {
      status: 'done',
      result: await finish({ spec, executor, context, summary, prepared, output, errors }),
    };
  } finally {
    await session.close?.();
  }
}

interface RowSource {
  readonly rows: number;
  read(from: number, to: number): Promise<Row[]>;
}

async function inputRows(
  spec: NodeSpec & { shape: 'map' },
  executor: MapExecutor<never>,
  ctx: NodeContext<never>,
): Promise<RowSource> {
  if (spec.map.over === null) {
    const rows = await executor.source!(ctx);
    return { rows: rows.length, read: async (from, to) => rows.slice(from, to) };
  }
  const port = spec.inputs[spec.map.over]!;
  const input = tableInput(ctx.inputs, spec.map.over, port.type.kind === 'table' ? port.type.columns : {});
  return { rows: input.rows, read: async (from, to) => await input.read({ from, to }) };
}

async function prepare(executor: MapExecutor<never>, ctx: NodeContext<never>, host: StepHost) {
  if (executor.prepare === undefined) return undefined;
  const saved = host.checkpoints.find((checkpoint) => checkpoint.slot.kind === 'prepared');
  if (saved !== undefined) return await host.loadCheckpoint(saved);
  const bytes = await executor.prepare(ctx);
  ctx.signal.throwIfAborted();
  await host.saveCheckpoint({ kind: 'prepared' }, bytes);
  await host.probe('prepare:saved');
  return bytes;
}

interface Handling {
  readonly spec: NodeSpec & { shape: 'map' };
  readonly session: MapSession;
  readonly host: StepHost;
  readonly source: RowSource;
  readonly signal: AbortSignal;
  readonly range: { readonly from: number; readonly to: number };
  /** Called for consecutive stretches of rows, in order. `from` is the first input row of the stretch. */
  readonly emit: (stretch: Stretch, from: number) => Promise<void>;
}

async function handle({
  spec,
  session,
  host,
  source,
  signal,
  range,
  emit,
}: Handling): Promise<'done' | 'paused'> {
  const { segmentRows, carry: carries = false } = spec.map;
  const saved = coverage(host.checkpoints);
  let pending: Stretch = { rows: [], errors: [] };
  let pendingFrom = range.from;
  let pendingBytes = 0;
  let carry: Json | undefined;
  let lastSave = performance.now();

  const save = async (to: number) => {
    if (to === pendingFrom) return;
    await host.saveCheckpoint(
      { kind: 'rows', encoding: ROWS_ENCODING, from: pendingFrom, to },
      encodeRows({ columns: session.columns, ...pending, ...(carries ? { carry } : {}) }),
    );
    pending = { rows: [], errors: [] };
    pendingFrom = to;
    pendingBytes = 0;
    lastSave = performance.now();
  };

  for (let at = range.from; at < range.to;) {
    const done = saved.get(at);
    if (done !== undefined && done.slot.to <= range.to) {
      await save(at);
      const stretch = decodeRows(await host.loadCheckpoint(done));
      carry = stretch.carry;
      await emit({ rows: [...stretch.rows], errors: [...stretch.errors] }, at);
      at = pendingFrom = done.slot.to;
      host.progress(at - range.from, range.to - range.from, 'rows');
      continue;
    }
    if (host.pauseRequested()) {
      await save(at);
      return 'paused';
    }
    // Segments start at multiples of segmentRows, wherever a checkpoint ended.
    const to = Math.min(range.to, at - (at % segmentRows) + segmentRows, nextSaved(saved, at));
    const rows = await source.read(at, to);
    const batch = await session.batch(rows, at, carry);
    // A batch that was cut short by the signal must not become rows.
    signal.throwIfAborted();
    await host.probe('batch:done');
    carry = batch.carry;
    const stretch: Stretch = { rows: [...batch.rows], errors: [...(batch.errors ?? [])] };
    await emit(stretch, at);
    const offset = at - pendingFrom;
    pending.rows.push(...stretch.rows);
    pending.errors.push(...stretch.errors.map((error) => ({ ...error, row: error.row + offset })));
    pendingBytes += sizeOf(stretch.rows);
    at = to;
    host.progress(at - range.from, range.to - range.from, 'rows');
    const due =
      performance.now() - lastSave >= host.checkpointSeconds * 1000 || pendingBytes >= MAX_PENDING_BYTES;
    if (due && (at < range.to || range.to < source.rows)) await save(at);
  }
  // A shard must leave everything in checkpoints; the step proper goes straight on to its outputs.
  if (range.from > 0 || range.to < source.rows) await save(range.to);
  return host.pauseRequested() && range.to < source.rows ? 'paused' : 'done';
}

type RowsCheckpoint = Checkpoint & { slot: { kind: 'rows' } };

/** Saved stretches by their first row; of two with the same first row the longer. */
function coverage(checkpoints: readonly Checkpoint[]): Map<number, RowsCheckpoint> {
  const byStart = new Map<number, RowsCheckpoint>();
  for (const checkpoint of checkpoints) {
    if (checkpoint.slot.kind !== 'rows') continue;
    const other = byStart.get(checkpoint.slot.from);
    if (other === undefined || other.slot.to < checkpoint.slot.to)
      byStart.set(checkpoint.slot.from, checkpoint as RowsCheckpoint);
  }
  return byStart;
}

function nextSaved(saved: ReadonlyMap<number, RowsCheckpoint>, at: number): number {
  let next = Infinity;
  for (const from of saved.keys()) if (from > at && from < next) next = from;
  return next;
}

function sizeOf(rows: readonly Row[]): number {
  let size = 0;
  for (const row of rows)
    for (const key in row) {
      const value = row[key];
      size +=
        typeof value === 'string' ? value.length : value instanceof Float32Array ? value.byteLength : 16;
    }
  return size;
}

const errorRow = (error: RowError, from: number): Row => ({
  row: from + error.row,
  file: error.file ?? null,
  position: error.position ?? null,
  reason: error.reason,
});

interface Finishing {
  readonly spec: NodeSpec & { shape: 'map' };
  readonly executor: MapExecutor<never>;
  readonly context: NodeContext<never>;
  readonly summary: { rowsIn: number; rowsOut: number; errors: number };
  readonly prepared: Uint8Array | undefined;
  readonly output: TableWriter;
  readonly errors: TableWriter | undefined;
}

async function finish({
  spec,
  executor,
  context,
  summary,
  prepared,
  output,
  errors,
}: Finishing): Promise<NodeResult> {
  const outputs: Record<string, ArtifactRef> = {};
  const extra = await executor.finish?.(context, summary, prepared);
  outputs[spec.map.into] = await output.close();
  if (errors !== undefined) outputs[spec.map.errors!] = await errors.close();
  if (summary.errors > 0)
    context.warn(`${summary.errors} of ${summary.rowsIn} rows could not be handled`, summary.errors);
  return {
    outputs: { ...outputs, ...extra?.outputs },
    metrics: {
      rows_in: summary.rowsIn,
      rows_out: summary.rowsOut,
      ...(spec.map.errors === undefined ? {} : { errors: summary.errors }),
      ...extra?.metrics,
    },
    ...(extra?.publications ? { publications: extra.publications } : {}),
  };
}
