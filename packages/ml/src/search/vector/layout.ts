/**
 * How rows are laid out in segments.
 *
 * One HNSW graph filled by several threads gives other bytes every time, and one filled by a single thread uses one
 * core. So rows are dealt out to two lanes, 1,000 to one, the next 1,000 to the other; each lane fills a graph of its
 * own, a segment. Two threads work, each graph sees its rows in one order, and the bytes do not depend on the machine.
 * When both segments are full they are finished for ever and the next two begin, which bounds what a checkpoint has to
 * save and lets an index grow without touching what is there.
 *
 * Those 1,000 rows are an epoch, inserted in one go. Both engines draw each node's layer from a random generator that
 * their files do not hold, so an index that was saved and loaded goes on differently from one that was not. Here every
 * epoch begins by loading what the lane's last one saved, interrupted or not: between epochs the state is exactly the
 * segment's bytes, and adding an epoch is a pure function from bytes to bytes.
 *
 * Measured (20,000 × 384 clustered vectors, M 16, ef 200/64, 2 cores, one sitting; recall@10 of all ≥ 0.9994):
 *
 *   |                                  | build s | queries/s, 1 and 2 threads |
 *   | hnswlib-node, one graph          | 5.4     | 8,800 and –                |
 *   | usearch f16, one graph, 1 thread | 3.2     | 19,100 and 22,500          |
 *   | the same, 2 threads              | 1.6     | other bytes in each run    |
 *   | two lanes, ef 64 in each         | 1.7     | 9,800 and 19,400           |
 *   | two lanes, ef 32 in each         | 1.7     | 17,600 and 34,300          |
 *
 * Of a lane's 1.5 s, loading and saving take 0.1. Larger segments search faster and cost more per epoch; four lanes
 * halve the speed of searching.
 */
export const LANES = 2;
/** Rows of one epoch; all of them go to one lane. */
export const EPOCH_ROWS = 1000;
/** Rows of one finished segment. */
export const SEGMENT_ROWS = 16_000;
export const GROUP_ROWS = LANES * SEGMENT_ROWS;

export interface SegmentPlace {
  readonly group: number;
  readonly lane: number;
}

/** The segment a row belongs to. */
export function placeOf(row: number): SegmentPlace {
  const epoch = Math.floor((row % GROUP_ROWS) / EPOCH_ROWS);
  return { group: Math.floor(row / GROUP_ROWS), lane: epoch % LANES };
}

/** Rows of a segment when the index holds `rows` rows. */
export function segmentRows(rows: number, { group, lane }: SegmentPlace): number {
  const inGroup = Math.min(Math.max(rows - group * GROUP_ROWS, 0), GROUP_ROWS);
  const epochs = Math.floor(inGroup / EPOCH_ROWS);
  const own = Math.floor((epochs + LANES - 1 - lane) / LANES) * EPOCH_ROWS;
  return epochs % LANES === lane ? own + (inGroup % EPOCH_ROWS) : own;
}

/** The segments that hold at least one of the first `rows` rows, in file order. */
export function segmentsOf(rows: number): SegmentPlace[] {
  const places: SegmentPlace[] = [];
  for (let group = 0; group * GROUP_ROWS < rows; group++)
    for (let lane = 0; lane < LANES; lane++)
      if (segmentRows(rows, { group, lane }) > 0) places.push({ group, lane });
  return places;
}

/** "segment-00000": group 0 lane 0, "segment-00001": group 0 lane 1, … */
export function segmentName({ group, lane }: SegmentPlace): string {
  return `segment-${String(group * LANES + lane).padStart(5, '0')}`;
}

/** Where the epoch that `row` belongs to ends: epochs lie at multiples of 1,000 however the rows arrive. */
export const epochEnd = (row: number): number => (Math.floor(row / EPOCH_ROWS) + 1) * EPOCH_ROWS;

/** Number in the index of a segment's n-th row. */
export function rowAt({ group, lane }: SegmentPlace, at: number): number {
  const epoch = Math.floor(at / EPOCH_ROWS) * LANES + lane;
  return group * GROUP_ROWS + epoch * EPOCH_ROWS + (at % EPOCH_ROWS);
}
