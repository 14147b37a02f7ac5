import type { RunItem } from './items.ts';

const OVER: ReadonlySet<RunItem['status']> = new Set(['succeeded', 'failed', 'cancelled']);

/** With the workspace in it: who asks with another one than the document's own waits for ever and hears nothing. */
export const topicKey = ({ workspaceId, documentId }: { workspaceId: string; documentId: string }): string =>
  `${workspaceId} ${documentId}`;

/**
 * Everybody in this process who wants to hear of the runs of one document. An item is read once and handed to all; each hears
 * of a run when its status is another than the one they were told last.
 */
export class DocumentTopic {
  readonly workspaceId: string;
  readonly documentId: string;
  readonly #followers = new Set<Follower>();
  readonly #open = new Set<string>();
  #newest = 0;

  constructor({ workspaceId, documentId }: { workspaceId: string; documentId: string }) {
    this.workspaceId = workspaceId;
    this.documentId = documentId;
  }

  get isEmpty(): boolean {
    return this.#followers.size === 0;
  }

  /** Number of the newest run that was offered. */
  get newest(): number {
    return this.#newest;
  }

  /** Runs that were not over when they were last offered. */
  get open(): string[] {
    return [...this.#open];
  }

  offer(item: RunItem): void {
    this.#newest = Math.max(this.#newest, item.number);
    if (OVER.has(item.status)) this.#open.delete(item.runId);
    else this.#open.add(item.runId);
    for (const follower of this.#followers) follower.offer(item);
  }

  /** Ends when `signal` aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<RunItem> {
    const follower = new Follower();
    const stop = () => follower.stop();
    this.#followers.add(follower);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      yield* follower.items();
    } finally {
      signal.removeEventListener('abort', stop);
      this.#followers.delete(follower);
    }
  }
}

class Follower {
  readonly #told = new Map<string, RunItem['status']>();
  /** By run: a reader who is slow gets the newest state of each, not all states in turn. */
  readonly #waiting = new Map<string, RunItem>();
  #stopped = false;
  #wake = (): void => {};

  offer(item: RunItem): void {
    this.#waiting.set(item.runId, item);
    this.#wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async *items(): AsyncGenerator<RunItem> {
    for (;;) {
      for (const [runId, item] of this.#waiting) {
        this.#waiting.delete(runId);
        if (this.#told.get(runId) === item.status) continue;
        this.#told.set(runId, item.status);
        yield item;
      }
      if (this.#stopped) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      if (this.#waiting.size === 0) await promise;
    }
  }
}
