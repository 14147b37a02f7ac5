import type { Change } from '@weft/engine/compile';
import type { Diagnostic, Text } from '@weft/engine/graph';
import type { ShownRunStatus, Who } from '@weft/engine/observe';

/**
 * What the server tells about runs, as far as the studio uses it. `source.ts` hands on what the procedures return without
 * a cast, so a difference does not compile.
 */
export type {
  RunPicture as RunDetail,
  ShownRunStatus as RunStatus,
  ShownStepStatus as StepStatus,
  StepPicture as StepDetail,
  StepPlan,
  RunMove,
  Who,
  WireEvent,
} from '@weft/engine/observe';

/** A run in a list. */
export interface RunItem {
  readonly runId: string;
  readonly number: number;
  readonly documentId: string;
  readonly title: string;
  readonly status: ShownRunStatus;
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
