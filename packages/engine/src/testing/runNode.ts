import { rm } from 'node:fs/promises';
import { openFiles } from '../artifact/manifest.ts';
import { openTable } from '../artifact/tableReader.ts';
import { tableWriter } from '../artifact/tableWriter.ts';
import { writeFiles } from '../artifact/manifest.ts';
import type { Columns, Json, NodeSpec } from '../graph/index.ts';
import { NodeError } from '../node/errors.ts';
import type { ArtifactRef, FilesInput, Row, TableInput } from '../node/artifact.ts';
import type { FileSet, NodeExecutor, NodeResult } from '../node/executor.ts';
import { drive } from '../execute/drive.ts';
import { nodeContext } from '../execute/nodeContext.ts';
import { slotName, usage, type Checkpoint } from '../protocol/index.ts';
import type { ArtifactStore } from '../store/artifacts.ts';
import { memoryArtifactStore } from '../store/artifacts.memory.ts';

export interface RunNodeOptions {
  readonly spec: NodeSpec;
  readonly executor: NodeExecutor;
  /** Unparsed, as in a document; defaults are filled in. */
  readonly params?: Record<string, unknown>;
  readonly inputs?: Readonly<Record<string, ArtifactRef | readonly ArtifactRef[]>>;
  readonly store?: ArtifactStore;
  readonly seed?: number;
  readonly threads?: number;
  readonly answer?: Json;
  /** Saves a checkpoint at every opportunity and pauses once this many exist; then call again with `checkpoints`. */
  readonly pauseAfter?: number;
  readonly checkpoints?: CheckpointMap;
  readonly range?: { from: number; to: number };
  readonly checkpointSeconds?: number;
  readonly signal?: AbortSignal;
  /** What `ctx.secret` finds. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Default: 64 zeros. */
  readonly key?: string;
}

export type CheckpointMap = Map<string, Checkpoint>;

export interface NodeRun {
  readonly status: 'done' | 'paused' | 'asked';
  readonly outputs: Readonly<Record<string, ArtifactRef>>;
  readonly result: NodeResult;
  readonly question?: { readonly [key: string]: Json };
  readonly warnings: number;
  readonly logs: readonly { level: string; message: string }[];
  readonly metrics: readonly { name: string; value: number; at?: number }[];
  /** What `ctx.usage` was told, added up. */
  readonly usage: Readonly<Record<string, number>>;
  readonly checkpoints: CheckpointMap;
  readonly store: ArtifactStore;
  table(port: string): Promise<TableInput>;
  rows(port: string): Promise<Row[]>;
  files(port: string): Promise<FilesInput>;
}

/**
 * Runs one node through the engine's own shape drivers, with memory instead of Postgres: what tests of a node use.
 * @throws NodeError with the step's error, as the engine would have recorded it.
 */
export async function runNode(options: RunNodeOptions): Promise<NodeRun> {
  const { spec, executor, store = memoryArtifactStore(), pauseAfter = Infinity } = options;
  const checkpoints: CheckpointMap = new Map(options.checkpoints);
  const before = checkpoints.size;
  const logs: { level: string; message: string }[] = [];
  const metrics: { name: string; value: number; at?: number }[] = [];
  const used: Record<string, number> = {};
  let warnings = 0;
  let saves = 0;
  const inputs = Object.fromEntries(
    Object.entries(options.inputs ?? {}).map(([port, refs]) => [
      port,
      ('hash' in refs ? [refs] : [...refs]).sort((a, b) => (a.hash < b.hash ? -1 : 1)),
    ]),
  );
  const ctx = await nodeContext({
    spec,
    params: spec.params.parse(options.params ?? {}),
    inputs,
    seed: options.seed ?? 0,
    threads: options.threads ?? 1,
    key: options.key ?? '0'.repeat(64),
    signal: options.signal ?? new AbortController().signal,
    store,
    voice: {
      log: (level, message) => void logs.push({ level, message }),
      metric: (name, value, at) => void metrics.push({ name, value, at }),
      progress: () => {},
      warn: (message, count = 1) => {
        warnings += count;
        logs.push({ level: 'warn', message });
      },
      usage: (more) => {
        for (const [unit, amount] of Object.entries(usage.parse(more)))
          used[unit] = (used[unit] ?? 0) + amount;
      },
    },
    secret: async (name) => options.secrets?.[name] ?? null,
  });
  let directory: string | undefined;
  const outcome = await drive({
    spec,
    executor,
    ctx: { ...ctx, tempDir: async () => (directory = await ctx.tempDir()) },
    range: options.range,
    answer: options.answer,
    host: {
      checkpoints: [...checkpoints.values()],
      async saveCheckpoint(slot, bytes) {
        checkpoints.set(slotName(slot), { slot, ...(await store.put(bytes)) });
        saves += 1;
      },
      loadCheckpoint: async (checkpoint) => await store.get(checkpoint.hash),
      pauseRequested: () => saves >= pauseAfter,
      progress: () => {},
      checkpointSeconds: options.checkpointSeconds ?? (pauseAfter === Infinity && before === 0 ? 2 : 0),
      probe: () => {},
    },
  });
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  if (outcome.status === 'failed') {
    const error = new NodeError(outcome.error.kind, outcome.error.code, outcome.error.message);
    if (outcome.error.stack !== undefined) error.stack = outcome.error.stack;
    throw error;
  }
  const result: NodeResult = outcome.status === 'done' ? outcome.result : { outputs: {} };
  const ref = (port: string): ArtifactRef => {
    const found = result.outputs[port];
    if (found === undefined) throw new Error(`the node gave no output "${port}"`);
    return found;
  };
  return {
    status: outcome.status,
    outputs: result.outputs,
    result,
    ...(outcome.status === 'asked' ? { question: outcome.question } : {}),
    warnings,
    logs,
    metrics,
    usage: used,
    checkpoints,
    store,
    table: async (port) => await openTable(store, ref(port)),
    rows: async (port) => await (await openTable(store, ref(port))).read(),
    files: async (port) => await openFiles(store, ref(port)),
  };
}

/** A table artifact made of rows, as an input for `runNode`. */
export async function tableOf(
  store: ArtifactStore,
  columns: Columns,
  rows: readonly Row[],
): Promise<ArtifactRef> {
  const writer = tableWriter(store, columns);
  await writer.write(rows);
  return await writer.close();
}

/** An artifact made of files, as an input for `runNode`. */
export async function filesOf(
  store: ArtifactStore,
  kind: 'index' | 'model' | 'report' | 'blob',
  files: FileSet,
): Promise<ArtifactRef> {
  return await writeFiles(store, { kind, files });
}
