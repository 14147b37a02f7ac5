import type { Columns, Json, NodeSpec, ParamsOf } from '../graph/index.ts';
import type { ArtifactRef, NodeInputs, NodeOutputs, Row, TableWriter } from './artifact.ts';

/** What node code may touch. Everything else (database, queue, other steps) is out of its reach. */
export interface NodeContext<P = Record<string, unknown>> {
  readonly params: P;
  readonly inputs: NodeInputs;
  /** 32-bit seed of this step: the document's seed mixed with the step's content. The same for every attempt. */
  readonly seed: number;
  /**
   * Aborts when the run is cancelled, when the attempt exceeds its time limit, and when its worker stops and the step did
   * not pause in time. Long awaits should pass it on. The process is killed two seconds later, and nothing that the step
   * gives or saves after an abort counts, so it is there for letting go of what lies outside (a connection, a job elsewhere).
   */
  readonly signal: AbortSignal;
  /**
   * Idempotency key: 64 hexadecimal digits made of the run, the node and the step's content key. It is the same for every
   * attempt and every shard of the step in its run, and another one in another run. Send it with a request that must not
   * take effect twice; a step that makes several adds what tells them apart: `${ctx.key}:${row}`.
   */
  readonly key: string;
  /** Threads this step may use in native libraries. Fixed by the step, never by the machine, since bytes can depend on it. */
  readonly threads: number;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: { [key: string]: Json }): void;
  /** One point of a live curve, for example ("loss", 0.41, epoch). */
  metric(name: string, value: number, at?: number): void;
  /** `unit` is a plural noun: "rows", "batches". A map reports its own progress. */
  progress(done: number, total: number | null, unit?: string): void;
  /** Something the person should know although the step succeeded; counted in the step's result. */
  warn(message: string, count?: number): void;
  /** Adds to what the attempt used: { tokens: 812, calls: 1 }. Units are lower-case names, amounts are not negative. */
  usage(used: { readonly [unit: string]: number }): void;
  /**
   * A secret that whoever runs the worker gave to this workspace. Neither logs nor errors show its value.
   * @throws NodeError `secret.unknown`, which names it, when there is none
   */
  secret(name: string): Promise<string>;
  table(columns: Columns): TableWriter;
  /** Stores files as one artifact. Paths are relative, "/"-separated, without "..". Values: bytes, or a file to take in. */
  files(
    kind: 'index' | 'model' | 'report' | 'blob',
    files: FileSet,
    meta?: { [key: string]: Json },
  ): Promise<ArtifactRef>;
  /** A directory of this attempt alone, removed afterwards. */
  tempDir(): Promise<string>;
}

export type FileSet = { readonly [path: string]: Uint8Array | string | { readonly localPath: string } };

/** Figures of a step: plain names, finite numbers. */
export type Metrics = { readonly [name: string]: number };

/** An output to make known under a name. Hooks hear of it in the transaction that records the step's result. */
export interface Publication {
  readonly name: string;
  /** Must be one of the step's outputs. */
  readonly artifact: ArtifactRef;
  readonly card: { readonly [key: string]: Json };
}

export interface NodeResult {
  readonly outputs: NodeOutputs;
  readonly metrics?: Metrics;
  readonly publications?: readonly Publication[];
}

/** One row that could not be handled. `row` counts from the first row of the batch. */
export interface RowError {
  readonly row: number;
  readonly file?: string;
  /** Line, page, offset or cell: whatever helps to find the place. */
  readonly position?: string;
  readonly reason: string;
}

export interface MapBatch {
  readonly rows: readonly Row[];
  readonly errors?: readonly RowError[];
  /** Handed to the next batch (specs with `carry`). */
  readonly carry?: Json;
}

export interface MapSession {
  /** Columns of the output table. The same for the same inputs and params. */
  readonly columns: Columns;
  /** Output rows of these input rows, in order. `at` is the index of the first one in the whole input. */
  batch(rows: readonly Row[], at: number, carry?: Json): Promise<MapBatch>;
  close?(): Promise<void> | void;
}

export interface MapSummary {
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly errors: number;
}

export interface MapExecutor<P> {
  readonly shape: 'map';
  /** The rows to map when the spec's `over` is null; same order on every attempt. */
  source?(ctx: NodeContext<P>): Promise<Row[]>;
  /** Work that needs all rows first (learning a vocabulary); its bytes are checkpointed and given to every session. */
  prepare?(ctx: NodeContext<P>): Promise<Uint8Array>;
  open(ctx: NodeContext<P>, prepared: Uint8Array | undefined): Promise<MapSession>;
  /** Refuses a result (too many errors) by throwing, or adds metrics and further outputs. */
  finish?(
    ctx: NodeContext<P>,
    summary: MapSummary,
    prepared: Uint8Array | undefined,
  ): Promise<Partial<NodeResult>>;
  outside?: Outside<P>;
}

export interface LoopStep {
  readonly done: boolean;
  /** Asks for a checkpoint now (an epoch ended, a snapshot is cheap). */
  readonly save?: boolean;
}

/** `step` does a small unit of work (tens of milliseconds to a few seconds); between steps the engine can stop it. */
export interface LoopSession {
  step(): Promise<LoopStep>;
  /** Everything needed to go on bit for bit: weights, optimizer, schedule, RNG, data position. */
  save(): Promise<Uint8Array>;
  finish(): Promise<NodeResult>;
  close?(): Promise<void> | void;
}

export interface LoopExecutor<P> {
  readonly shape: 'loop';
  /** Starts, or goes on from what `save` returned, on any worker. */
  open(ctx: NodeContext<P>, saved: Uint8Array | undefined): Promise<LoopSession>;
  outside?: Outside<P>;
}

export interface TaskExecutor<P> {
  readonly shape: 'task';
  run(ctx: NodeContext<P>): Promise<NodeResult>;
  outside?: Outside<P>;
}

export interface GateExecutor<P> {
  readonly shape: 'gate';
  /** The question to put to a person. The step then waits and holds no worker. */
  open(ctx: NodeContext<P>): Promise<{ [key: string]: Json }>;
  close(ctx: NodeContext<P>, answer: Json): Promise<NodeResult>;
  outside?: Outside<P>;
}

/**
 * A hash that changes when what lies outside Weft changes (names, sizes and SHA-256 of files). It becomes part of the
 * cache key. The engine asks again after the step has run: a difference fails the step instead of storing a lie.
 */
export type Outside<P> = (params: P, tools: OutsideTools) => Promise<string>;
export interface OutsideTools {
  /** SHA-256 of a file's content, remembered by path, size, mtime and inode. */
  hashFile(path: string): Promise<string>;
}

export type NodeExecutor<P = never> = MapExecutor<P> | LoopExecutor<P> | TaskExecutor<P> | GateExecutor<P>;

/** Loads an executor when a step needs it, so a worker never pays for libraries it does not use. */
export type ExecutorLoader = () => Promise<{ readonly executor: NodeExecutor }>;
/** Keyed "type@version". */
export type ExecutorRegistry = { readonly [typeAtVersion: string]: ExecutorLoader };

type ForShape<S, P> = S extends { shape: 'map' }
  ? Omit<MapExecutor<P>, 'shape'>
  : S extends { shape: 'loop' }
    ? Omit<LoopExecutor<P>, 'shape'>
    : S extends { shape: 'task' }
      ? Omit<TaskExecutor<P>, 'shape'>
      : Omit<GateExecutor<P>, 'shape'>;

/** Binds work to its spec: the shape and the params type follow from the spec. */
export function implement<S extends NodeSpec>(spec: S, work: ForShape<S, ParamsOf<S>>): NodeExecutor {
  return { shape: spec.shape, ...work } as unknown as NodeExecutor;
}
