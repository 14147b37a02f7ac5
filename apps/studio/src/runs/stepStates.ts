import { reasonText } from '@weft/engine/compile';
import type { Json, Text } from '@weft/engine/graph';
import type { ErrorRecord } from '@weft/engine/node';
import type { ViewStep } from '@weft/nodes/view-types';
import { isOpen, type Progress, type RunState, type RunStep } from '@weft/engine/observe';
import { whyWaits } from './waiting.ts';

/** A step of the run being shown, as cells and drawers draw it. */
export interface StepState extends ViewStep {
  readonly key: string | null;
  readonly parents: readonly string[];
  readonly progress: Progress | null;
  readonly error: ErrorRecord | null;
  readonly waiting: { readonly reason: Text; readonly since: string } | null;
  /** When the next try is due, in milliseconds since 1970; only while it waits for one. */
  readonly retryAt: number | null;
  /** Milliseconds since 1970; null when it never ran. A running step's age is now − startedAt. */
  readonly startedAt: number | null;
  /** Wall time from the first attempt to the end; null while it runs, and when it never ran. */
  readonly ms: number | null;
  readonly attempts: number;
  readonly warnings: number;
  readonly cachedWhy: Text | null;
  /** The step whose failure made it impossible. */
  readonly because: string | null;
  readonly question: Json | null;
  /** Params, code or inputs have changed in the document since it ran. */
  readonly stale: boolean;
}

/** The sentence is the engine's; `explainStep` tells the rest. */
const CACHED_WHY = reasonText({ because: 'result' });

/** Every step's state; one that has not changed is the same object as in `before`. */
export function stepStates(
  before: ReadonlyMap<string, StepState>,
  run: RunState | null,
  { source, stale }: { source: Sources; stale: ReadonlySet<string> },
): ReadonlyMap<string, StepState> {
  if (run === null) return before.size === 0 ? before : new Map();
  const next = new Map<string, StepState>();
  let changed = before.size !== run.steps.size;
  for (const [id, step] of run.steps) {
    const kept = before.get(id);
    const reason = whyWaits(run, step);
    const isStale = stale.has(id) && !isOpen(step.status);
    const same =
      kept !== undefined &&
      source.get(kept) === step &&
      kept.stale === isStale &&
      kept.waiting?.reason.en === reason?.en;
    const state = same ? kept : stateOf(step, reason, isStale);
    if (!same) {
      source.set(state, step);
      changed = true;
    }
    next.set(id, state);
  }
  return changed ? next : before;
}

/** Which observation a state was made from. */
export type Sources = WeakMap<StepState, RunStep>;

function stateOf(step: RunStep, reason: Text | null, stale: boolean): StepState {
  const { nodeId, type, status, params, outputs, metrics, curves, key, parents, progress, error } = step;
  const { retryAt, startedAt, ms, attempts, warnings, because, question, since } = step;
  return {
    nodeId,
    type,
    status,
    params,
    outputs,
    metrics,
    curves,
    key,
    parents,
    progress,
    error,
    waiting: reason === null ? null : { reason, since },
    retryAt,
    startedAt,
    ms,
    attempts,
    warnings,
    cachedWhy: status === 'cached' ? CACHED_WHY : null,
    because,
    question,
    stale,
  };
}
