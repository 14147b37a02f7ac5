import { describe, expect, test } from 'vitest';
import { curvesOfReport, splitCurves } from '../train/lib/curves.ts';
import { mapFigure, spreadOffsets } from '../embed/lib/mapFigure.ts';
import { project } from '../embed/lib/projection.ts';
import { confusedPairs, shareOfRow } from '../evaluate/lib/confusionCells.ts';
import { hitsOf } from '../evaluate/lib/reports.ts';
import type { TablePreview } from './memoryTable.ts';

describe('curves', () => {
  test('of a cached training come from its report, the second pass under its own name', () => {
    const curve = [
      { phase: 'search', epoch: 1, loss: 2, val_loss: 2.5, val_accuracy: 0.5 },
      { phase: 'search', epoch: 2, loss: 1, val_loss: 1.5, val_accuracy: 0.7 },
      { phase: 'refit', epoch: 1, loss: 1.8 },
    ];
    expect(curvesOfReport({ curve })).toEqual({
      loss: [
        [1, 2],
        [2, 1],
      ],
      val_loss: [
        [1, 2.5],
        [2, 1.5],
      ],
      accuracy: [
        [1, 0.5],
        [2, 0.7],
      ],
      refit_loss: [[1, 1.8]],
    });
  });

  test.each([undefined, null, {}, { curve: 'x' }, { curve: [null, 3, { epoch: 'a', loss: 1 }] }])(
    'of %j are none',
    (report) => expect(curvesOfReport(report)).toEqual({}),
  );

  test('with a bound and without do not share an axis', () => {
    const { losses, shares } = splitCurves({
      loss: [[1, 2]],
      refit_loss: [[1, 2]],
      accuracy: [[1, 0.5]],
      mrr: [],
    });
    expect([Object.keys(losses), Object.keys(shares)]).toEqual([['loss', 'refit_loss'], ['accuracy']]);
  });
});

describe('the map of vectors', () => {
  test('lies along the directions in which the vectors differ most', () => {
    const vectors = Array.from({ length: 50 }, (_, i) => [0, 10 * Math.cos(i), 0, 2 * Math.sin(i), 0.01 * i]);
    const { points, explained } = project(vectors);
    expect(explained).toBeGreaterThan(0.99);
    for (const [i, [x, y]] of points.entries()) {
      expect(Math.abs(Math.abs(x) - Math.abs(vectors[i]![1]!))).toBeLessThan(0.5);
      expect(Math.abs(Math.abs(y) - Math.abs(vectors[i]![3]!))).toBeLessThan(0.5);
    }
  });

  test('of equal vectors is one point, and of none is empty', () => {
    expect(
      project([
        [1, 2],
        [1, 2],
      ]).points,
    ).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(project([])).toEqual({ points: [], explained: 0 });
  });

  test('is drawn from all over the table', () => {
    expect(spreadOffsets(20, { pages: 4, rows: 50 })).toEqual([0]);
    expect(spreadOffsets(1000, { pages: 4, rows: 50 })).toEqual([0, 316, 633, 950]);
    expect(spreadOffsets(60, { pages: 4, rows: 50 })).toEqual([0, 10]);
  });

  test('colours the frequent labels and gathers the rest', () => {
    const columns = ['text', 'label', 'vector'].map((name) => ({
      name,
      type: 'string' as const,
      nulls: 0,
      exact: true,
      sampled: 0,
      histogram: null,
      top: null,
    }));
    const page = Array.from({ length: 40 }, (_, i) => [`text ${i}`, `label ${i % 10}`, [i, i * 2]]);
    const preview: TablePreview = { kind: 'table', hash: 'h', rows: 40, columns, offset: 0, page };
    const map = mapFigure([preview], 'others')!;
    expect(map.figure.groups).toHaveLength(8);
    expect(map.figure.groups.find(({ name }) => name === 'others')!.points).toHaveLength(12);
    expect(map).toMatchObject({ count: 40, components: 2 });
  });
});

describe('the confusion matrix', () => {
  test('lists what is mistaken most often first', () => {
    expect(
      confusedPairs([
        [5, 1],
        [3, 9],
      ]),
    ).toEqual([
      { truth: 1, predicted: 0, count: 3 },
      { truth: 0, predicted: 1, count: 1 },
    ]);
  });

  test('colours a cell by its share of the label, and a label without examples not at all', () => {
    expect(shareOfRow([1, 3], 1)).toBe(0.75);
    expect(shareOfRow([0, 0], 1)).toBe(0);
  });
});

test('hits that are not hits are no hits', () => {
  expect(hitsOf([{ document: 'd', chunk: 'd#0', score: 1 }])).toHaveLength(1);
  expect(hitsOf({ html: '<b>' })).toEqual([]);
});
