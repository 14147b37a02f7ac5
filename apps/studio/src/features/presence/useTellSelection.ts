import { useEffect } from 'react';
import { selection, useLive } from '../../document/index.ts';

/** More than anybody outlines; a select-all of a large document is not news for the others. */
const MOST = 200;

/** Tells the others what this person has selected. */
export function useTellSelection(): void {
  const { presence } = useLive();
  useEffect(() => {
    const tell = (): void => {
      const { nodes } = selection.getState();
      presence.set({ selected: nodes.size === 0 ? null : [...nodes].slice(0, MOST) });
    };
    tell();
    return selection.subscribe(tell);
  }, [presence]);
}
