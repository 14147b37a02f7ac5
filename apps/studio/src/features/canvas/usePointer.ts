import { useReactFlow } from '@xyflow/react';
import { useMemo, useRef, type PointerEvent } from 'react';
import { useLive, type Point } from '../../document/index.ts';

/** Where the pointer is over the canvas: for pasting there, and for the others to see. */
export function usePointer() {
  const { presence } = useLive();
  const { screenToFlowPosition } = useReactFlow();
  const last = useRef<Point | null>(null);
  const handlers = useMemo(
    () => ({
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        last.current = { x: clientX, y: clientY };
        presence.set({ cursor: screenToFlowPosition(last.current) });
      },
      onPointerLeave: () => {
        last.current = null;
        presence.set({ cursor: null });
      },
    }),
    [presence, screenToFlowPosition],
  );
  return { last, handlers };
}
