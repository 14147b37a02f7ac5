import { expect, it } from 'vitest';
import {
  EPOCH_ROWS,
  epochEnd,
  GROUP_ROWS,
  LANES,
  rowAt,
  SEGMENT_ROWS,
  segmentName,
  segmentRows,
  segmentsOf,
} from './layout.ts';
import { dealOut } from './snapshot.ts';

it('puts every row in exactly one place', () => {
  for (const rows of [0, 1, 2, 999, GROUP_ROWS - 1, GROUP_ROWS, GROUP_ROWS + 1, GROUP_ROWS * 2 + 1001]) {
    const places = segmentsOf(rows);
    const all = places.flatMap((place) =>
      Array.from({ length: segmentRows(rows, place) }, (_, at) => rowAt(place, at)),
    );
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, row) => row));
  }
});

it('never lets an epoch reach over the end of a group', () => {
  expect(GROUP_ROWS % EPOCH_ROWS).toBe(0);
  expect(epochEnd(0)).toBe(EPOCH_ROWS);
  expect(epochEnd(EPOCH_ROWS)).toBe(2 * EPOCH_ROWS);
  expect(epochEnd(GROUP_ROWS - 1)).toBe(GROUP_ROWS);
});

it('names segments in file order', () => {
  expect(segmentsOf(GROUP_ROWS + 1).map(segmentName)).toEqual([
    'segment-00000',
    'segment-00001',
    'segment-00002',
  ]);
  expect(segmentRows(GROUP_ROWS + 1, { group: 0, lane: LANES - 1 })).toBe(SEGMENT_ROWS);
});

it('deals rows out to the lanes they belong to, from any first row', () => {
  expect(dealOut(Float32Array.of(10, 11, 12), 4, 1)).toEqual([
    { rows: Uint32Array.of(4, 6), vectors: Float32Array.of(10, 12) },
    { rows: Uint32Array.of(5), vectors: Float32Array.of(11) },
  ]);
  expect(dealOut(Float32Array.of(10, 11), 7, 1)).toEqual([
    { rows: Uint32Array.of(8), vectors: Float32Array.of(11) },
    { rows: Uint32Array.of(7), vectors: Float32Array.of(10) },
  ]);
  expect(dealOut(Float32Array.of(10), 7, 1)[0]!.rows).toHaveLength(0);
});
