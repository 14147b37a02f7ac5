import type { StepStatus } from './statuses.ts';
import type { WaitingReason } from './waiting.ts';

/** Everything the answer depends on, as read from the database in one go. */
export interface WaitingFacts {
  readonly status: StepStatus;
  readonly runPaused: boolean;
  /** Node ids of parents without outputs. */
  readonly upstream: readonly string[];
  readonly queue: string;
  readonly notBefore: Date | null;
  readonly now: Date;
  readonly lastError: string | null;
  readonly shards: { readonly done: number; readonly total: number };
  /** Live workers that serve the queue. */
  readonly workers: { readonly count: number; readonly slots: number; readonly busy: number };
}

/** Why a step does not run now; null when it runs or is over. `waitingText` says it in words. */
export function whyWaiting(facts: WaitingFacts): WaitingReason | null {
  const { status, upstream, workers, queue } = facts;
  switch (status) {
    case 'pending':
      return upstream.length > 0 ? { because: 'upstream', nodes: upstream } : { because: 'lookup' };
    case 'sharded':
      return { because: 'shards', ...facts.shards };
    case 'paused':
      return { because: 'saved' };
    case 'asking':
      return { because: 'question' };
    case 'ready':
      if (facts.runPaused) return { because: 'run-paused' };
      if (facts.notBefore !== null && facts.notBefore > facts.now)
        return {
          because: 'retry',
          seconds: Math.ceil((facts.notBefore.getTime() - facts.now.getTime()) / 1000),
          after: facts.lastError,
        };
      if (workers.count === 0) return { because: 'no-worker', queue };
      if (workers.busy >= workers.slots)
        return { because: 'no-slot', busy: workers.busy, slots: workers.slots };
      return { because: 'soon' };
    case 'running':
    case 'succeeded':
    case 'cached':
    case 'failed':
    case 'skipped':
    case 'cancelled':
      return null;
  }
}
