import { placeThumbnail, type ThumbnailEdge, type ThumbnailNode } from './thumbnail.ts';

export interface GraphThumbnailProps {
  readonly nodes: readonly ThumbnailNode[];
  readonly edges: readonly ThumbnailEdge[];
  readonly width?: number;
  readonly height?: number;
}

/** A graph as it lies on its canvas, small. Decoration: whoever shows it says in words what it is. */
export function GraphThumbnail({ nodes, edges, width = 320, height = 112 }: GraphThumbnailProps) {
  const placed = placeThumbnail({ nodes, edges, width, height });
  return (
    <svg aria-hidden viewBox={`0 0 ${width} ${height}`} className="block w-full bg-paper">
      {placed.wires.map(({ id, path, color }) => (
        <path key={id} d={path} fill="none" stroke={color} strokeWidth={1.5} opacity={0.75} />
      ))}
      {placed.nodes.map(({ id, x, y, width: w, height: h, color }) => (
        <g key={id}>
          <rect x={x} y={y} width={w} height={h} rx={3} fill="var(--surface)" stroke="var(--line-strong)" />
          <rect x={x} y={y} width={3} height={h} rx={1.5} fill={color} />
          <rect
            x={x + 8}
            y={y + h * 0.28}
            width={Math.max(0, w * 0.5 - 4)}
            height={2.5}
            rx={1}
            fill="var(--ink-3)"
          />
          <rect
            x={x + 8}
            y={y + h * 0.56}
            width={Math.max(0, w * 0.72 - 6)}
            height={2}
            rx={1}
            fill="var(--line-strong)"
          />
        </g>
      ))}
    </svg>
  );
}
