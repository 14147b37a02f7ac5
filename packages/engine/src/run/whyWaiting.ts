import type { StepStatus } from './transitions.ts';

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

/** Why a step does not run now, in one sentence; null when it runs or is over. */
export function whyWaiting(facts: WaitingFacts): string | null {
  const { status, upstream, workers, queue } = facts;
  switch (status) {
    case 'pending':
      return upstream.length > 0 ? `waits for ${list(upstream)}` : 'its inputs are being looked up';
    case 'sharded':
      return `its rows are being handled in shards, ${facts.shards.done} of ${facts.shards.total} done`;
    case 'paused':
      return 'the run is paused; its progress is saved';
    case 'asking':
      return 'waits for an answer';
    case 'ready':
      if (facts.runPaused) return 'the run is paused';
      if (facts.notBefore !== null && facts.notBefore > facts.now) {
        const seconds = Math.ceil((facts.notBefore.getTime() - facts.now.getTime()) / 1000);
        return `tries again in ${seconds} s${facts.lastError === null ? '' : `, after: ${facts.lastError}`}`;
      }
      if (workers.count === 0) return `no worker serves ${queue}; start one with \`weft worker\``;
      if (workers.busy >= workers.slots) return `no free slot: ${workers.busy} of ${workers.slots} are busy`;
      return 'is about to be taken by a worker';
    case 'running':
    case 'succeeded':
    case 'cached':
    case 'failed':
    case 'skipped':
    case 'cancelled':
      return null;
  }
}

const list = (ids: readonly string[]) =>
  ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`;
