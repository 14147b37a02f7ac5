import { useStore, type NodeProps } from '@xyflow/react';
import { memo, use } from 'react';
import { specOf, useIsSelected, useNode, useSelecting, useWires } from '../../document/index.ts';
import { CellPort } from './CellPort.tsx';
import { CellSlot, FullHeights } from './cellSlot.ts';
import type { CellNode } from './flowNodes.ts';
import { CELL_HEIGHT, leastHeight, portsOf } from './geometry.ts';
import { zoomLevel } from './zoom.ts';

/**
 * The place of a cell on the canvas: its ports, its outlines, its size. What is in it comes from the page.
 *
 * It renders when the node, its wires or the level of zoom changes; not while it is dragged, panned or selected around.
 */
export const CanvasCell = memo(
  function CanvasCell({ id }: NodeProps<CellNode>) {
    const node = useNode(id);
    const wires = useWires(id);
    const zoom = useStore(({ transform }) => zoomLevel(transform[2]));
    const selected = useIsSelected(id);
    const other = useSelecting(id);
    const Cell = use(CellSlot);
    const heights = use(FullHeights);
    if (node === null) return null;
    const spec = specOf(node);
    const ports = portsOf(id, spec, wires);
    // A cell takes the same room whatever of it can be read: zooming moves no wire, and a layout holds at every zoom.
    const minHeight = Math.max(leastHeight(ports), zoom === 'near' ? 0 : (heights.get(id) ?? CELL_HEIGHT));
    return (
      <div
        className="weft-cell"
        data-testid={`node-${id}`}
        data-selected={selected}
        style={{ minHeight, outlineColor: selected ? undefined : other?.color }}
        data-watched={other !== null}
      >
        <div className="weft-cell-content">
          <Cell nodeId={id} zoom={zoom} />
        </div>
        {other !== null && (
          <span className="weft-cell-person" style={{ background: other.color }}>
            {other.name}
          </span>
        )}
        {ports.map((placed) => (
          <CellPort
            key={`${placed.side}.${placed.name}`}
            nodeId={id}
            placed={placed}
            port={(placed.side === 'in' ? spec?.inputs : spec?.outputs)?.[placed.name] ?? null}
          />
        ))}
      </div>
    );
  },
  (before, after) => before.id === after.id,
);
