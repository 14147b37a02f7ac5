import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { panels } from '../../runs/index.ts';

const Explained = lazy(async () => await import('./Explained.tsx'));

/** "Why did this run again?" and "why is it cached?", opened with `askWhy(nodeId)`. */
export function ExplainDialog() {
  const nodeId = useStore(panels, (state) => state.why);
  return nodeId === null ? null : (
    <Suspense>
      <Explained nodeId={nodeId} />
    </Suspense>
  );
}
