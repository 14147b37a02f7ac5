import type { Json } from '../graph/index.ts';
import type { ArtifactRef } from '../node/artifact.ts';
import type { ErrorRecord } from '../node/errors.ts';
import type { Metrics } from '../node/executor.ts';
import type { RunStatus } from './statuses.ts';
import type { Actor } from './actor.ts';

/**
 * Everything that is told about a run, named noun:verb. Live views, the command line, logs and tests all listen here;
 * nobody parses log text. Sequence numbers are gap-free per run and in commit order, so a listener that remembers the
 * last one it saw misses nothing.
 */
export type RunEvent =
  | { readonly type: 'run:started'; readonly data: { steps: number; cached: number } }
  | {
      readonly type: 'run:paused' | 'run:resumed' | 'run:cancelled' | 'run:retried';
      readonly data: Record<string, never>;
    }
  | { readonly type: 'run:finished'; readonly data: { status: RunStatus } }
  | {
      readonly type: 'step:ready' | 'step:paused' | 'step:cancelled' | 'step:answered';
      readonly data: Record<string, never>;
    }
  | { readonly type: 'step:sharded'; readonly data: { shards: number } }
  | { readonly type: 'step:started'; readonly data: { attempt: number; worker: string; shard?: number } }
  | {
      readonly type: 'step:succeeded';
      readonly data: { ms: number } & ToldResult;
    }
  | { readonly type: 'step:cached'; readonly data: ToldResult }
  | { readonly type: 'step:failed'; readonly data: { error: ErrorRecord } }
  | {
      readonly type: 'step:retrying';
      readonly data: { error: ErrorRecord; delaySeconds: number; tries: number };
    }
  | { readonly type: 'step:rebuilding'; readonly data: { hash: string } }
  | { readonly type: 'step:skipped'; readonly data: { because: string } }
  | { readonly type: 'step:asking'; readonly data: { question: Json } }
  /** Progress inside the step is durable: an attempt that follows goes on from here. Once a second at most is told. */
  | { readonly type: 'step:checkpoint'; readonly data: { attempt: number; shard?: number } }
  | { readonly type: 'step:log'; readonly data: { level: string; message: string; fields?: Json } }
  | {
      readonly type: 'step:metric';
      readonly data: { points: [name: string, value: number, at: number | null][] };
    }
  | {
      readonly type: 'step:progress';
      readonly data: { done: number; total: number | null; unit: string; shard?: number };
    };

/** What a step made, as its result is recorded. */
export interface ToldResult {
  readonly outputs: Readonly<Record<string, ArtifactRef>>;
  readonly metrics: Metrics;
  readonly warnings: number;
}

export type RunEventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** As read back: with its place in the run's sequence. */
export type SequencedEvent = RunEvent & {
  readonly seq: bigint;
  readonly at: Date;
  readonly nodeId: string | null;
  /** Who did it. Null for what a running step says, whose attempt names the worker. */
  readonly actor: Actor | null;
};

/** What people do to a run, as against what it does by itself. */
export const MOVES = [
  'run:started',
  'run:paused',
  'run:resumed',
  'run:cancelled',
  'run:retried',
  'step:answered',
] as const satisfies readonly RunEvent['type'][];
export type MoveType = (typeof MOVES)[number];

/** As told by whoever saw it happen. */
export type NewEvent = RunEvent & { readonly nodeId?: string };
