/** A point of a metric's curve: where (a step number, or how many came before) and its value. */
export type Point = readonly [at: number, value: number];

/** What a chart of a screen's width can show, and what a page may hold for each of many metrics. */
export const MAX_POINTS = 2000;

/**
 * Appends points in the order they were told. A place that was already passed means the step resumed from an earlier
 * checkpoint: what was told beyond it never happened, and is cut. Without a place, points count up.
 */
export function appendPoints(
  curve: readonly Point[],
  told: readonly (readonly [value: number, at: number | null])[],
): readonly Point[] {
  const points = [...curve];
  for (const [value, at] of told) {
    const place = at ?? (points.at(-1)?.[0] ?? -1) + 1;
    while (points.length > 0 && points.at(-1)![0] >= place) points.pop();
    points.push([place, value]);
  }
  return points.length > MAX_POINTS ? thin(points, MAX_POINTS / 2) : points;
}

/**
 * At most `limit` points that keep every peak: the lowest and the highest of equal stretches, and both ends. Stretches
 * are equal in place, not in count, so thinning again and again does not wear the oldest part thinner than the rest.
 */
export function thin(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const first = points[0]!;
  const last = points.at(-1)!;
  const stretches = Math.max(1, Math.floor((limit - 2) / 2));
  const width = (last[0] - first[0]) / stretches;
  const kept = new Set<Point>([first]);
  let from = 1;
  for (let stretch = 1; stretch <= stretches; stretch++) {
    const end = stretch === stretches ? Infinity : first[0] + width * stretch;
    let low: Point | null = null;
    let high: Point | null = null;
    let next = from;
    for (; next < points.length - 1 && points[next]![0] < end; next++) {
      const point = points[next]!;
      if (low === null || point[1] < low[1]) low = point;
      if (high === null || point[1] > high[1]) high = point;
    }
    from = next;
    if (low === null || high === null) continue;
    for (const point of low[0] <= high[0] ? [low, high] : [high, low]) kept.add(point);
  }
  return [...kept.add(last)];
}
