import type { NodeSpec } from '@weft/engine/graph';
import { Position, type NodeHandle } from '@xyflow/react';
import type { Side, Wire } from '../../document/index.ts';

/**
 * Where the ports of a cell are, without measuring it. React Flow then needs not mount a cell to know where its wires
 * go, which is what makes a document of 1,000 nodes open at once: only what is on screen is ever mounted.
 */
export const CELL_WIDTH = 336;
/** Until a cell has been on screen. */
export const CELL_HEIGHT = 168;
const FIRST_PORT = 56;
const PORT_GAP = 26;
/** As wide as its shape, so that wires end at it; what can be hit is larger (canvas.css). */
const HANDLE = 12;

export interface CellPort {
  readonly side: Side;
  readonly name: string;
  /** Middle of the port, from the top of the cell. */
  readonly y: number;
  readonly wired: boolean;
  /** Wired, but the node type has no such port (any more): shown, so that the wire can be seen and removed. */
  readonly ghost: boolean;
}

export function portsOf(nodeId: string, spec: NodeSpec | null, wires: readonly Wire[]): readonly CellPort[] {
  const ports: CellPort[] = [];
  for (const [side, known] of [
    ['in', Object.keys(spec?.inputs ?? {})],
    ['out', Object.keys(spec?.outputs ?? {})],
  ] as const) {
    const ends = wires.map(([, { from, to }]) => (side === 'in' ? to : from));
    const wired = new Set(ends.filter(({ node }) => node === nodeId).map(({ port }) => port));
    for (const [at, name] of [...new Set([...known, ...wired])].entries())
      ports.push({
        side,
        name,
        y: FIRST_PORT + at * PORT_GAP,
        wired: wired.has(name),
        ghost: !known.includes(name),
      });
  }
  return ports;
}

/** Tall enough for all its ports. */
export const leastHeight = (ports: readonly CellPort[]): number =>
  Math.max(96, ...ports.map(({ y }) => y + PORT_GAP));

export const handlesOf = (ports: readonly CellPort[]): NodeHandle[] =>
  ports.map(({ side, name, y }) => ({
    id: name,
    type: side === 'in' ? ('target' as const) : ('source' as const),
    position: side === 'in' ? Position.Left : Position.Right,
    x: (side === 'in' ? 0 : CELL_WIDTH) - HANDLE / 2,
    y: y - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  }));
