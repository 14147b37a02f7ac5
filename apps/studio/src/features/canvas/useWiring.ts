import { useCallback } from 'react';
import { specOf, useLive, type Wiring } from '../../document/index.ts';

/** The document as wire rules see it, at the moment it is asked for. */
export function useWiring(): () => Wiring {
  const { store } = useLive();
  return useCallback(
    () => ({ nodes: store.reading().document.nodes, edges: store.edges(), specOf }),
    [store],
  );
}
