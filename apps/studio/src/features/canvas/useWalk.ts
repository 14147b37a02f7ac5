import { useReactFlow } from '@xyflow/react';
import { useCallback, type KeyboardEvent } from 'react';
import { reveal, select, selection, useLive } from '../../document/index.ts';
import type { Flow } from './useFlow.ts';
import { next, step, type Direction } from './walk.ts';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const NUDGE = { left: [-8, 0], right: [8, 0], up: [0, -8], down: [0, 8] } as const;

/**
 * The canvas by keyboard: Tab in reading order (and out of the canvas behind the last node), arrows along wires, Shift
 * and arrows to nudge, Escape to let go. `open` is called for Enter.
 */
export function useWalk({ drop, open }: Pick<Flow, 'drop'> & { open: (nodeId: string) => void }) {
  const { store, canEdit } = useLive();
  const { getNode } = useReactFlow();
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      // Keys inside a cell (its fields, its menu) are the cell's.
      const target = event.target as HTMLElement;
      if (event.defaultPrevented || (target !== event.currentTarget && !target.matches('.react-flow__node')))
        return;
      const { nodes } = selection.getState();
      const [current = null] = nodes;
      const graph = { nodes: store.reading().document.nodes, edges: store.edges().values() };
      const go = (to: string | null): void => {
        if (to === null) return;
        event.preventDefault();
        select([to]);
        reveal(to);
      };
      const direction = DIRECTIONS[event.key];
      if (direction !== undefined && event.shiftKey) {
        if (!canEdit || nodes.size === 0) return;
        event.preventDefault();
        const [dx, dy] = NUDGE[direction];
        const places = [...nodes].flatMap((id) => {
          const at = getNode(id)?.position;
          return at === undefined ? [] : [[id, { x: at.x + dx, y: at.y + dy }] as const];
        });
        return drop(Object.fromEntries(places));
      }
      if (direction !== undefined && !event.metaKey && !event.ctrlKey && !event.altKey)
        return go(step(graph, current, direction));
      if (event.key === 'Tab') return go(next(graph, current, event.shiftKey));
      if (event.key === 'Enter' && current !== null) {
        event.preventDefault();
        open(current);
      }
      if (event.key === 'Escape') select([]);
    },
    [canEdit, drop, getNode, open, store],
  );
}
