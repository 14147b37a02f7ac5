import { useStore, ViewportPortal } from '@xyflow/react';
import { useOthers } from '../../document/index.ts';

/** The pointers of the others, with their names. They stay one size however far the canvas is zoomed. */
export function Cursors() {
  const others = useOthers();
  const zoom = useStore(({ transform }) => transform[2]);
  return (
    <ViewportPortal>
      {others.map(({ clientId, name, color, cursor }) =>
        cursor === undefined ? null : (
          <div
            key={clientId}
            aria-hidden="true"
            className="pointer-events-none absolute top-0 left-0 z-[3000] origin-top-left transition-transform duration-75 ease-linear"
            style={{ transform: `translate(${cursor.x}px, ${cursor.y}px) scale(${1 / zoom})` }}
          >
            <svg width="14" height="18" viewBox="0 0 14 18">
              <path d="M1 1v14l4-3.5L8 17l2.5-1-3-5.5H13z" fill={color} stroke="#fff" strokeWidth="1" />
            </svg>
            <span
              className="absolute top-4 left-3 rounded-sm px-1.5 text-xs whitespace-nowrap"
              style={{ background: color, color: '#fff' }}
            >
              {name}
            </span>
          </div>
        ),
      )}
    </ViewportPortal>
  );
}
