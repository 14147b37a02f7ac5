import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** The run in the address (`?run=`), and how to put one there; null is "whatever is the latest". */
export function usePinnedRun(): { pinned: string | null; showRun: (runId: string | null) => void } {
  const [params, setParams] = useSearchParams();
  const showRun = useCallback(
    (runId: string | null) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        if (runId === null) next.delete('run');
        else next.set('run', runId);
        return next;
      }),
    [setParams],
  );
  return { pinned: params.get('run'), showRun };
}
