import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { panels } from '../../runs/index.ts';

const OpenDrawer = lazy(async () => await import('./OpenDrawer.tsx'));

/** The drawer below the document. Closed, it takes no room, does no work and loads nothing. */
export function Drawer() {
  const tab = useStore(panels, (state) => state.drawer);
  return tab === null ? null : (
    <Suspense>
      <OpenDrawer tab={tab} />
    </Suspense>
  );
}
