import { create } from 'zustand';
import { queryClient, refusalOf } from '../api/client.ts';

/**
 * Whether the server answers. Queries tell when it does not; from then on it is asked whether it is back, and when it is,
 * everything on the page is asked anew. Never true: the page says "away" while something still succeeds.
 *
 *   here ──a query fails without an answer, or the browser goes offline──▶ away ──/healthz answers──▶ here
 */
interface Reach {
  readonly since: Date | null;
}

export const reach = create<Reach>(() => ({ since: null }));
export const useAwaySince = (): Date | null => reach(({ since }) => since);

const ASK_EVERY_MS = 3000;

/** Begins to watch; returns the way to stop. */
export function watchReach(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const back = (): void => {
    clearTimeout(timer);
    if (reach.getState().since === null) return;
    reach.setState({ since: null });
    void queryClient.invalidateQueries();
  };
  const ask = async (): Promise<void> => {
    const response = await fetch('/healthz', { cache: 'no-store' }).catch(() => null);
    if (response?.ok === true) back();
    else timer = setTimeout(() => void ask(), ASK_EVERY_MS);
  };
  const away = (): void => {
    if (reach.getState().since !== null) return;
    reach.setState({ since: new Date() });
    timer = setTimeout(() => void ask(), ASK_EVERY_MS);
  };
  const online = (): void => void ask();
  const unsubscribe = queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated') return;
    if (event.action.type === 'success') back();
    if (event.action.type === 'failed' || event.action.type === 'error') {
      const refusal = refusalOf(event.action.error);
      if (refusal === null || refusal.code === 'unavailable') away();
    }
  });
  window.addEventListener('offline', away);
  window.addEventListener('online', online);
  return () => {
    clearTimeout(timer);
    unsubscribe();
    window.removeEventListener('offline', away);
    window.removeEventListener('online', online);
  };
}
