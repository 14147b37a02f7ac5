import { useOnViewportChange, useReactFlow, useStoreApi, type Viewport } from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import { useLive } from '../../document/index.ts';
import { follow, useFollowed } from './followed.ts';

/**
 * The part of the canvas that is seen, told to the others as its middle, since their windows have other sizes; and
 * following the view of one of them, until this person moves the canvas or presses Escape.
 */
export function useView(): void {
  const { presence } = useLive();
  const { setCenter } = useReactFlow();
  const flow = useStoreApi();
  const leader = useFollowed();

  const tell = useCallback(
    ({ x, y, zoom }: Viewport) => {
      const { width, height } = flow.getState();
      presence.set({ viewport: { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom, zoom } });
    },
    [flow, presence],
  );
  useOnViewportChange({ onChange: tell });

  useEffect(() => {
    if (leader === null) return;
    const goThere = (): void => {
      const person = presence.others().find(({ clientId }) => clientId === leader);
      if (person === undefined) return follow(null);
      if (person.viewport === undefined) return;
      const { x, y, zoom } = person.viewport;
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      void setCenter(x, y, { zoom, duration: calm ? 0 : 120 });
    };
    goThere();
    const stopWatching = presence.subscribe(goThere);
    const stop = (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || event.key === 'Escape') follow(null);
    };
    const node = flow.getState().domNode;
    node?.addEventListener('wheel', stop, { passive: true });
    node?.addEventListener('pointerdown', stop);
    addEventListener('keydown', stop);
    return () => {
      stopWatching();
      node?.removeEventListener('wheel', stop);
      node?.removeEventListener('pointerdown', stop);
      removeEventListener('keydown', stop);
    };
  }, [flow, leader, presence, setCenter]);
}
