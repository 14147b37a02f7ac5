import { expect, it } from 'vitest';
import {
  EPOCH_ROWS,
  epochEnd,
  GROUP_ROWS,
  LANES,
  placeOf,
  rowAt,
  SEGMENT_ROWS,
  segmentName,
  segmentRows,
  segmentsOf,
} from './layout.ts';

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

it('gives neighbouring epochs to different lanes, so that both can work', () => {
  for (const row of [0, 1000, 2000, GROUP_ROWS - 1000, GROUP_ROWS]) {
    expect(placeOf(row)).toEqual(placeOf(row + EPOCH_ROWS - 1));
    expect(placeOf(row).lane).not.toBe(placeOf(row + EPOCH_ROWS).lane);
  }
});

it('agrees with itself on where a row lies', () => {
  for (const row of [0, 999, 1000, 31_999, 32_000, 97_531]) {
    const place = placeOf(row);
    const at = segmentRows(row, place);
    expect(rowAt(place, at)).toBe(row);
    expect(segmentRows(row + 1, place)).toBe(at + 1);
  }
});
