import type { WorkspaceContext } from './context.ts';
import { toTrpcError } from './trpc.ts';

/** Sessions end by the clock too, which nobody tells of. */
export const LOOK_MS = 30_000;

/**
 * Yields items for as long as the caller may have them. A subscription lasts for hours, and must end when its caller loses
 * the right or somebody deletes the object: this asks the policy again whenever rights change anywhere, and every LOOK_MS.
 *
 * @throws TRPCError the refusal, once the right is gone; whatever `items` throws
 */
export async function* whileAllowed<T>(
  ctx: WorkspaceContext,
  signal: AbortSignal | undefined,
  items: (until: AbortSignal) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const gone = new AbortController();
  const until = signal === undefined ? gone.signal : AbortSignal.any([signal, gone.signal]);
  watch(ctx, { until, gone }).catch((error: unknown) => gone.abort(error));
  try {
    yield* items(until);
    if (signal?.aborted !== true) until.throwIfAborted();
  } catch (error) {
    // What a generator throws has passed the middleware long ago.
    throw toTrpcError(ctx, error);
  } finally {
    gone.abort();
  }
}

async function watch(
  { deps: { accounts, feed }, request, again }: WorkspaceContext,
  { until, gone }: { until: AbortSignal; gone: AbortController },
): Promise<void> {
  while (!until.aborted) {
    // Subscribe before asking, so that a change between the two is not missed.
    const changed = feed.accessChanged();
    // A database that is away takes no rights away; the next look will tell.
    const refusal = await accounts
      .identify(request.headers)
      .then(again)
      .catch(() => null);
    if (refusal !== null) return gone.abort(refusal);
    await changedOrLate(changed, until);
  }
}

async function changedOrLate(changed: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  const timer = setTimeout(resolve, LOOK_MS);
  signal.addEventListener('abort', stop);
  void changed.then(resolve);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
}
