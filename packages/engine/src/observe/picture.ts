import type { Json, Text } from '../graph/index.ts';
import type { ErrorRecord } from '../node/errors.ts';
import type { Actor } from './actor.ts';
import type { MoveType, RunEvent } from './events.ts';
import type { ShownRunStatus, ShownStepStatus } from './statuses.ts';

/** Of an artifact what people see in a list. */
export interface ShownOutput {
  readonly hash: string;
  readonly kind: string;
  readonly bytes: number;
  readonly rows: number | null;
}

export interface StepPicture {
  readonly nodeId: string;
  readonly type: string;
  readonly status: ShownStepStatus;
  readonly key: string | null;
  readonly attempts: number;
  readonly ms: number | null;
  readonly outputs: Readonly<Record<string, ShownOutput>>;
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

export interface RunPicture {
  readonly runId: string;
  readonly number: number;
  readonly title: string;
  readonly documentId: string;
  readonly status: ShownRunStatus;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly startedBy: Who | null;
  readonly versionNumber: number;
  readonly steps: readonly StepPicture[];
  readonly params: Readonly<Record<string, StepPlan>>;
  /** Sequence number of the last event that this picture already holds. */
  readonly lastSeq: number;
}

/** An event as it travels: numbers and times as JSON has them. */
export type WireEvent = RunEvent & {
  readonly seq: number;
  readonly at: string;
  readonly nodeId: string | null;
};
