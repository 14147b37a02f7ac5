import { shareOf } from './progress.ts';
import type { RunState } from './runState.ts';
import { isOver, type ShownRunStatus } from './statuses.ts';

/** A run in figures: what its bar says. */
export interface RunProgress {
  /** As people see it: `waiting` when nothing can move until somebody answers. */
  readonly status: ShownRunStatus;
  readonly steps: number;
  readonly done: number;
  readonly executed: number;
  readonly cached: number;
  readonly failed: number;
  readonly running: readonly string[];
  readonly asking: readonly string[];
  /** Steps done plus what the running ones have done of themselves, 0…1. */
  readonly share: number;
  /** Of the running step that needs longest; null when none of them knows. */
  readonly etaMs: number | null;
}

export function summarise(run: RunState): RunProgress {
  let done = 0;
  let executed = 0;
  let cached = 0;
  let failed = 0;
  let parts = 0;
  let etaMs: number | null = null;
  let movable = false;
  const running: string[] = [];
  const asking: string[] = [];
  for (const step of run.steps.values()) {
    if (step.phase === 'asking') asking.push(step.nodeId);
    if (step.phase !== null && step.phase !== 'asking' && step.phase !== 'pending') movable = true;
    switch (step.status) {
      case 'running':
        running.push(step.nodeId);
        if (step.progress !== null) {
          parts += shareOf(step.progress) ?? 0;
          if (step.progress.etaMs !== null) etaMs = Math.max(etaMs ?? 0, step.progress.etaMs);
        }
        break;
      case 'cached':
        cached += 1;
        done += 1;
        break;
      case 'succeeded':
        executed += 1;
        done += 1;
        break;
      case 'failed':
        failed += 1;
        done += 1;
        break;
      case 'skipped':
      case 'cancelled':
        done += 1;
        break;
      case 'waiting':
      case 'paused':
        break;
    }
  }
  const steps = run.steps.size;
  const stuck = run.status === 'running' && asking.length > 0 && running.length === 0 && !movable;
  return {
    status: stuck ? 'waiting' : run.status,
    steps,
    done,
    executed,
    cached,
    failed,
    running,
    asking,
    share: isOver(run.status) || steps === 0 ? 1 : Math.min(1, (done + parts) / steps),
    etaMs,
  };
}
