import type { Change } from '@weft/engine/compile';
import type { Diagnostic, Json, Text } from '@weft/engine/graph';
import type { ErrorRecord } from '@weft/engine/node';
import type { MoveType, RunEvent } from '@weft/engine';
import type { Actor } from '@weft/engine/observe';
import type { ViewStep } from '@weft/nodes/view-types';

/**
 * What the server tells about runs, as far as the studio uses it. `source.ts` hands on what the procedures return without
 * a cast, so a difference does not compile.
 */
export type RunStatus = 'running' | 'paused' | 'waiting' | 'succeeded' | 'failed' | 'cancelled';
export type StepStatus = ViewStep['status'];

export interface StepDetail {
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly key: string | null;
  readonly attempts: number;
  readonly ms: number | null;
  readonly outputs: ViewStep['outputs'];
  readonly metrics: Readonly<Record<string, number>>;
  readonly warnings: number;
  readonly error: ErrorRecord | null;
  readonly waiting: { readonly reason: Text; readonly since: string } | null;
  readonly question: Json | null;
}

/** What a step was made of: as in the frozen plan, params parsed, parents as node ids. */
export interface StepPlan {
  readonly type: string;
  readonly version: number;
  readonly params: Readonly<Record<string, Json>>;
  readonly parents: readonly string[];
}

/** Somebody who did something to a run. `name` is null when they are gone, and for the command line. */
export interface Who extends Actor {
  readonly name: string | null;
}

/** Who did what to a run, and when. */
export interface RunMove {
  readonly type: MoveType;
  readonly at: string;
  /** The gate that was answered. */
  readonly nodeId: string | null;
  readonly by: Who | null;
}

export interface RunDetail {
  readonly runId: string;
  readonly number: number;
  readonly title: string;
  readonly documentId: string;
  readonly status: RunStatus;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly startedBy: Who | null;
  readonly versionNumber: number;
  readonly steps: readonly StepDetail[];
  readonly params: Readonly<Record<string, StepPlan>>;
  /** Sequence number of the last event that this picture already holds. */
  readonly lastSeq: number;
}

/** A run in a list. */
export interface RunItem {
  readonly runId: string;
  readonly number: number;
  readonly documentId: string;
  readonly title: string;
  readonly status: RunStatus;
  readonly steps: number;
  readonly executed: number;
  readonly cached: number;
  readonly createdAt: string;
  readonly ms: number;
  readonly startedBy: Who | null;
}

/** What was unset is not there: JSON has no undefined. */
type AsJson<C> = C extends { before: infer B; after: infer A }
  ? Omit<C, 'before' | 'after'> & { readonly before?: B; readonly after?: A }
  : never;
export type WireChange = AsJson<Change>;

export type WireEvent = RunEvent & {
  readonly seq: number;
  readonly at: string;
  readonly nodeId: string | null;
};

export interface PreviewStep {
  readonly nodeId: string;
  readonly type: string;
  readonly will: 'cached' | 'run' | 'follows';
  readonly why: Text;
  readonly changes: readonly WireChange[];
  readonly key: string | null;
  readonly estimatedMs: number | null;
}

export interface PreviewAnswer {
  readonly diagnostics: readonly Diagnostic[];
  readonly steps: readonly PreviewStep[];
  readonly execute: number;
  readonly cached: number;
  readonly estimatedMs: number | null;
}

/** What a run is asked to do: all of the document when empty. */
export interface RunSelection {
  readonly to?: readonly string[];
  readonly from?: readonly string[];
  readonly force?: readonly string[];
}

export type ControlVerb = 'pause' | 'resume' | 'cancel' | 'retry';
