import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { revealed } from '../../document/index.ts';
import type { CellNode } from './flowNodes.ts';

/** Brings a node that somebody wants to see into view, without moving when it is in view already. */
export function useReveal(): void {
  const { getNode, getViewport, setCenter, flowToScreenPosition } = useReactFlow<CellNode>();
  useEffect(
    () =>
      revealed.subscribe(({ nodeId }) => {
        const node = getNode(nodeId);
        if (node === undefined) return;
        const { width = 0, height = 0 } = node.measured ?? {};
        const middle = { x: node.position.x + width / 2, y: node.position.y + height / 2 };
        const { x, y } = flowToScreenPosition(middle);
        const margin = 120;
        const seen = x > margin && y > margin && x < innerWidth - margin && y < innerHeight - margin;
        if (seen) return;
        const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
        void setCenter(middle.x, middle.y, {
          zoom: Math.max(getViewport().zoom, 0.75),
          duration: calm ? 0 : 180,
        });
      }),
    [flowToScreenPosition, getNode, getViewport, setCenter],
  );
}
