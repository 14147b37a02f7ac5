import type { z } from 'zod';
import type { Ports } from './ports.ts';
import type { Text } from './text.ts';

/**
 * A node type's description: what the palette shows, what the form asks, what validation checks and what the cache
 * key covers all derive from it. Specs are pure data and safe to load in a browser; the work lives in the executor.
 *
 * - `pure`    same inputs and params → same bytes.
 * - `seeded`  the same, given the document's seed.
 * - `effect`  reaches outside Weft; never served from cache.
 */
export type Purity = 'pure' | 'seeded' | 'effect';
export type Shape = 'map' | 'loop' | 'task' | 'gate';
export type Stage =
  'ingest' | 'chunk' | 'embed' | 'index' | 'train' | 'evaluate' | 'publish' | 'code' | 'control';

export interface Resources {
  /** Which queue the step waits in. A worker serves `gpu` only when it found one. */
  readonly queue: 'cpu' | 'gpu';
  readonly gpuMemoryMb?: number;
}

export interface Limits {
  /** Tries for transient errors and worker deaths together, the first one included. */
  readonly attempts: number;
  /** Wall time of one attempt, in seconds; a map or loop may raise this freely, since it resumes. */
  readonly timeoutSeconds: number;
  /** Resident memory of the executor process, in MiB; above it the executor is stopped and the step fails. */
  readonly memoryMb: number;
}

export const DEFAULT_LIMITS: Limits = { attempts: 3, timeoutSeconds: 3600, memoryMb: 1500 };
export const DEFAULT_RESOURCES: Resources = { queue: 'cpu' };

interface Common<P extends z.ZodObject> {
  /** "stage.name", for example "chunk.recursive". */
  readonly type: string;
  /** Raised whenever the same inputs and params would give other bytes. It is part of every cache key. */
  readonly version: number;
  readonly stage: Stage;
  readonly title: Text;
  readonly description: Text;
  readonly inputs: Ports;
  readonly outputs: Ports;
  /**
   * Every field needs a default or be required on purpose, and `.describe()` in English with `.meta({ zh })`.
   * `.meta({ key: false })` keeps a field that cannot change the bytes (a batch size) out of the cache key.
   */
  readonly params: P;
  readonly purity: Purity;
  readonly resources?: Resources;
  readonly limits?: Partial<Limits>;
  /** `migrations[n]` turns params of version n into params of version n + 1. */
  readonly migrations?: Readonly<
    Record<number, (params: Record<string, unknown>) => Record<string, unknown>>
  >;
  /** True when the result also depends on something outside Weft (files on disk); the executor must export `outside`. */
  readonly outside?: boolean;
}

/**
 * The four shapes of work. The engine owns durability in each: a node author writes only the pure part.
 *
 * map: rows in, rows out, in order; `over` names the input table (null = the executor lists its own rows), `into` the
 * output table, `errors` the output table that collects rows which could not be handled. `segmentRows` input rows make
 * one segment: the unit of checkpoint and of sharding. It is a constant of the node version, because output row groups
 * follow it. `carry: true` hands each segment the state the last one left, so segments then run in order, unsharded.
 *
 * loop: steps until done, saved every `checkpointSteps` steps or `checkpointSeconds`, whichever comes first, and
 * whenever a step asks for it (an epoch's end).
 */
export type NodeSpec<P extends z.ZodObject = z.ZodObject> =
  | (Common<P> & {
      readonly shape: 'map';
      readonly map: {
        readonly over: string | null;
        readonly into: string;
        readonly errors?: string;
        readonly segmentRows: number;
        readonly carry?: boolean;
        /** false: never shard, because opening a session costs more than rows do. */
        readonly shard?: boolean;
      };
    })
  | (Common<P> & {
      readonly shape: 'loop';
      readonly loop: { readonly checkpointSteps?: number; readonly checkpointSeconds?: number };
    })
  | (Common<P> & { readonly shape: 'task' })
  | (Common<P> & { readonly shape: 'gate'; readonly gate: { readonly deadlineSeconds?: number } });

/** Params as the executor sees them: parsed, defaults filled in. */
export type ParamsOf<S> = S extends { params: infer P extends z.ZodType } ? z.output<P> : never;

/** Declares a node type, keeping the literal types of its params for the executor. */
export function defineNode<const S extends NodeSpec>(spec: S): S {
  return { ...spec, inputs: onlyOwn(spec.inputs), outputs: onlyOwn(spec.outputs) };
}

/** A wire may name any port: "constructor" is none, though every object has one. */
const onlyOwn = <T extends object>(ports: T): T => Object.assign(Object.create(null) as T, ports);

export const limitsOf = (spec: NodeSpec): Limits => ({ ...DEFAULT_LIMITS, ...spec.limits });
export const resourcesOf = (spec: NodeSpec): Resources => spec.resources ?? DEFAULT_RESOURCES;
