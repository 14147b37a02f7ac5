export interface ThumbnailNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** A CSS colour. */
  readonly color: string;
}

export interface ThumbnailEdge {
  readonly from: string;
  readonly to: string;
}

export interface PlacedNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
}

export interface Placed {
  readonly nodes: readonly PlacedNode[];
  readonly wires: readonly { readonly id: string; readonly path: string; readonly color: string }[];
}

export interface ThumbnailInput {
  readonly nodes: readonly ThumbnailNode[];
  readonly edges: readonly ThumbnailEdge[];
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** A cell on the canvas, roughly: only proportions matter here. */
const CELL = { width: 220, height: 130 };
const MARGIN = 14;
/** Small graphs are not blown up beyond this, or three nodes would look like buttons. */
const LARGEST = 0.34;

/**
 * A graph as it lies on its canvas, fitted into a picture and centred. Horizontal and vertical distances shrink by
 * different factors, since pipelines are long and pictures are not: what is kept is who is left of and above whom.
 */
export function placeThumbnail({ nodes, edges, width, height }: ThumbnailInput): Placed {
  if (nodes.length === 0) return { nodes: [], wires: [] };
  const left = Math.min(...nodes.map(({ x }) => x));
  const top = Math.min(...nodes.map(({ y }) => y));
  const wide = Math.max(...nodes.map(({ x }) => x)) - left;
  const high = Math.max(...nodes.map(({ y }) => y)) - top;
  const inner = { width: width - 2 * MARGIN, height: height - 2 * MARGIN };
  const columns = new Set(nodes.map(({ x }) => x)).size;
  const rows = new Set(nodes.map(({ y }) => y)).size;
  // A cell takes two thirds of its column and of its row at most, so wires between neighbours stay visible.
  const scale = Math.min(
    LARGEST,
    (inner.width / columns) * (0.66 / CELL.width),
    (inner.height / rows) * (0.66 / CELL.height),
  );
  const cell = { width: CELL.width * scale, height: CELL.height * scale };
  const stretchX = wide === 0 ? 0 : Math.min(0.5, (inner.width - cell.width) / wide);
  const stretchY = high === 0 ? 0 : Math.min(0.5, (inner.height - cell.height) / high);
  const offset = {
    x: (width - (wide * stretchX + cell.width)) / 2,
    y: (height - (high * stretchY + cell.height)) / 2,
  };
  const placed = nodes.map(({ id, x, y, color }): PlacedNode => ({
    id,
    color,
    ...cell,
    x: offset.x + (x - left) * stretchX,
    y: offset.y + (y - top) * stretchY,
  }));
  const byId = new Map(placed.map((node) => [node.id, node]));
  return {
    nodes: placed,
    wires: distinct(edges).flatMap(([id, { from, to }]) => {
      const [a, b] = [byId.get(from), byId.get(to)];
      return a === undefined || b === undefined ? [] : [{ id, path: wire(a, b), color: a.color }];
    }),
  };
}

/** Two nodes may be joined port by port; at this size that is one wire. */
const distinct = (edges: readonly ThumbnailEdge[]): readonly (readonly [string, ThumbnailEdge])[] => [
  ...new Map(edges.map((edge) => [`${edge.from}→${edge.to}`, edge])),
];

function wire(a: PlacedNode, b: PlacedNode): string {
  const [x1, y1] = [a.x + a.width, a.y + a.height / 2];
  const [x2, y2] = [b.x, b.y + b.height / 2];
  const bend = Math.max(6, Math.abs(x2 - x1) / 2);
  const at = [x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2].map((value) => Math.round(value * 10) / 10);
  return `M${at[0]} ${at[1]}C${at[2]} ${at[3]} ${at[4]} ${at[5]} ${at[6]} ${at[7]}`;
}
