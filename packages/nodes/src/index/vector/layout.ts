/**
 * How rows are laid out in segments.
 *
 * One HNSW graph filled by several threads gives other bytes every time, and one filled by a single thread uses one
 * core. So rows are dealt out to two lanes, even rows to one and odd rows to the other, each lane filling its own graph:
 * a segment. Two threads work, each graph sees its rows in one order, and the bytes do not depend on the machine. When
 * both segments are full they are finished for ever and the next two begin, which bounds what a checkpoint has to save
 * and lets an index grow without touching what is there.
 *
 * Rows are inserted in epochs of 1,000 (500 to a lane). Both engines draw each node's layer from a random generator
 * that their files do not hold, so an index that was saved and loaded goes on differently from one that was not. Here
 * every epoch begins by loading what the last one saved, interrupted or not: the state between epochs is exactly the
 * segment's bytes, and adding an epoch is a pure function from bytes to bytes.
 *
 * Measured (20,000 × 384 clustered vectors, M 16, ef 200/64, 2 cores, one sitting; recall@10 of all ≥ 0.9995):
 *
 *   |                                    | build s | queries/s, 1 and 2 threads |
 *   | hnswlib-node, one graph            | 5.46    | 8,800 and –                |
 *   | usearch f16, one graph, 1 thread   | 3.2     | 19,100 and 22,500          |
 *   | usearch f16, one graph, 2 threads  | 1.6     | bytes differ from run to run |
 *   | usearch f16, two lanes, ef 64 each | see bench | 9,800 and 19,400         |
 *   | usearch f16, two lanes, ef 32 each | see bench | 17,600 and 34,300        |
 *
 * Loading and saving at each epoch costs 0.26 of 1.65 s for a lane of 10,000. Larger segments search faster and cost
 * more per epoch; at 16,000 rows a lane the copying is still under a fifth of the inserting.
 */
export const LANES = 2;
/** Rows of one epoch, both lanes together. */
export const EPOCH_ROWS = 1000;
/** Rows of one finished segment. */
export const SEGMENT_ROWS = 16_000;
export const GROUP_ROWS = LANES * SEGMENT_ROWS;

export interface SegmentPlace {
  readonly group: number;
  readonly lane: number;
}

/** Segment number in the order of files: group 0 lane 0, group 0 lane 1, group 1 lane 0, … */
export const segmentNumber = ({ group, lane }: SegmentPlace): number => group * LANES + lane;

export function segmentName(place: SegmentPlace): string {
  return `segment-${String(segmentNumber(place)).padStart(5, '0')}`;
}

/** Rows of one lane of one group when the index holds `rows` rows. */
export function segmentRows(rows: number, { group, lane }: SegmentPlace): number {
  const inGroup = Math.min(Math.max(rows - group * GROUP_ROWS, 0), GROUP_ROWS);
  return Math.floor((inGroup + LANES - 1 - lane) / LANES);
}

/** The segments that hold at least one of the first `rows` rows, in file order. */
export function segmentsOf(rows: number): SegmentPlace[] {
  const places: SegmentPlace[] = [];
  for (let group = 0; group * GROUP_ROWS < rows; group++)
    for (let lane = 0; lane < LANES; lane++)
      if (segmentRows(rows, { group, lane }) > 0) places.push({ group, lane });
  return places;
}

/** Where the epoch that begins at `row` ends: epochs lie at multiples of 1,000 however the rows arrive. */
export const epochEnd = (row: number): number => (Math.floor(row / EPOCH_ROWS) + 1) * EPOCH_ROWS;

/** Row number of the n-th row of a segment. */
export const rowAt = ({ group, lane }: SegmentPlace, at: number): number =>
  group * GROUP_ROWS + at * LANES + lane;
