import { WeftError } from '../errors.ts';
import type { Action } from '../policy/actions.ts';
import { decide } from '../policy/decide.ts';
import type { WorkspaceContext } from './context.ts';
import { toTrpcError } from './trpc.ts';

/** Sessions end by the clock too, which nobody tells of. */
export const LOOK_MS = 30_000;

/**
 * What a subscription yields, for as long as its caller has the right to it. It lasts for hours, and what was taken away must not
 * go on until the page is closed: this looks when rights change anywhere, and now and then.
 *
 * @throws TRPCError the refusal, once the right is gone; whatever `items` throws
 */
export async function* whileAllowed<T>(
  ctx: WorkspaceContext,
  action: Action,
  signal: AbortSignal | undefined,
  items: (until: AbortSignal) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const gone = new AbortController();
  const until = signal === undefined ? gone.signal : AbortSignal.any([signal, gone.signal]);
  watch(ctx, action, { until, gone }).catch((error: unknown) => gone.abort(error));
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
  { deps: { accounts, feed }, request, workspaceId }: WorkspaceContext,
  action: Action,
  { until, gone }: { until: AbortSignal; gone: AbortController },
): Promise<void> {
  while (!until.aborted) {
    // Heard from before the look on: what changes meanwhile, or changed since the procedure let the caller in, is seen.
    const changed = feed.accessChanged();
    // A database that is away takes no rights away; the next look will tell.
    const identity = await accounts.identify(request.headers).catch(() => null);
    const decision = identity === null ? 'allow' : decide(identity, action, workspaceId);
    if (decision !== 'allow') return gone.abort(new WeftError(decision));
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
