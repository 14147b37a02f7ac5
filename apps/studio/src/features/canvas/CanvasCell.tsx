import { useStore, type NodeProps } from '@xyflow/react';
import { memo, use } from 'react';
import { specOf, useIsSelected, useNode, useSelecting, useWires } from '../../document/index.ts';
import { CellPort } from './CellPort.tsx';
import { CellSlot } from './cellSlot.ts';
import type { CellNode } from './flowNodes.ts';
import { leastHeight, portsOf } from './geometry.ts';
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
    if (node === null) return null;
    const spec = specOf(node);
    const ports = portsOf(id, spec, wires);
    return (
      <div
        className="weft-cell"
        data-testid={`node-${id}`}
        data-selected={selected}
        style={{ minHeight: leastHeight(ports), outlineColor: selected ? undefined : other?.color }}
        data-watched={other !== null}
      >
        {other !== null && (
          <span className="weft-cell-person" style={{ background: other.color }}>
            {other.name}
          </span>
        )}
        <Cell nodeId={id} zoom={zoom} />
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
