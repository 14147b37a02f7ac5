/** Alignment while something is dragged: where it would line up with what is near. Pure. Lengths in canvas units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line through the edge or middle that both share, long enough to touch both. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snap {
  /** How far to move the box so that it lines up. */
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

/** @param within how near is near enough */
export function snap(moving: Box, others: Iterable<Box>, within: number): Snap {
  let x: Near | null = null;
  let y: Near | null = null;
  for (const other of others) {
    x = nearer(x, nearest(spanX(moving), spanX(other), other));
    y = nearer(y, nearest(spanY(moving), spanY(other), other));
  }
  const dx = x !== null && Math.abs(x.by) <= within ? x.by : 0;
  const dy = y !== null && Math.abs(y.by) <= within ? y.by : 0;
  const settled = { ...moving, x: moving.x + dx, y: moving.y + dy };
  const guides: Guide[] = [];
  if (x !== null && Math.abs(x.by) <= within) {
    const [from, to] = cover(spanY(settled), spanY(x.other));
    guides.push({ axis: 'x', at: x.at, from, to });
  }
  if (y !== null && Math.abs(y.by) <= within) {
    const [from, to] = cover(spanX(settled), spanX(y.other));
    guides.push({ axis: 'y', at: y.at, from, to });
  }
  return { dx, dy, guides };
}

/** The smallest box around all; null around none. */
export function around(boxes: Iterable<Box>): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return right < left ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

type Span = readonly [start: number, end: number];
interface Near {
  readonly by: number;
  readonly at: number;
  readonly other: Box;
}

const spanX = ({ x, width }: Box): Span => [x, x + width];
const spanY = ({ y, height }: Box): Span => [y, y + height];
const cover = (a: Span, b: Span): Span => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
const middle = ([start, end]: Span): number => (start + end) / 2;

/** Starts with starts, ends with ends, middles with middles, and ends with starts: what people line up by. */
function nearest(moving: Span, other: Span, box: Box): Near {
  const pairs: readonly (readonly [number, number])[] = [
    [moving[0], other[0]],
    [moving[1], other[1]],
    [middle(moving), middle(other)],
    [moving[0], other[1]],
    [moving[1], other[0]],
  ];
  let best: Near = { by: Infinity, at: 0, other: box };
  for (const [own, at] of pairs)
    if (Math.abs(at - own) < Math.abs(best.by)) best = { by: at - own, at, other: box };
  return best;
}

const nearer = (a: Near | null, b: Near): Near => (a === null || Math.abs(b.by) < Math.abs(a.by) ? b : a);
