import type { StepStatus } from '../../runs/index.ts';

/** What is asked about a step, which depends on what became of it. Null: it has no part in the run. */
export type Question = 'Ran' | 'Cached' | 'Waits' | 'Not' | 'Next';

export function questionOf(status: StepStatus | null): Question {
  switch (status) {
    case null:
      return 'Next';
    case 'succeeded':
    case 'failed':
    case 'running':
      return 'Ran';
    case 'cached':
      return 'Cached';
    case 'waiting':
    case 'paused':
      return 'Waits';
    case 'skipped':
    case 'cancelled':
      return 'Not';
  }
}
