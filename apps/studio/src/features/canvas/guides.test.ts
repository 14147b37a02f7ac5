import { describe, expect, it } from 'vitest';
import { around, snap } from './guides.ts';

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height });

describe('lining up while dragging', () => {
  it('moves a box to the edge it is near, and shows the line that both touch', () => {
    expect(snap(box(203, 200), [box(200, 0)], 6)).toEqual({
      dx: -3,
      dy: 0,
      guides: [{ axis: 'x', at: 200, from: 0, to: 250 }],
    });
  });

  it('lines up middles of boxes of different size', () => {
    const { dx, guides } = snap(box(72, 200, 60), [box(50, 0, 100)], 6);
    expect(dx).toBe(-2);
    expect(guides[0]!.at).toBe(100);
  });

  it('does nothing where nothing is near', () => {
    expect(snap(box(300, 300), [box(0, 0)], 6)).toEqual({ dx: 0, dy: 0, guides: [] });
    expect(snap(box(300, 300), [], 6)).toEqual({ dx: 0, dy: 0, guides: [] });
  });

  it('takes the nearest of several, each way by itself', () => {
    const { dx, dy, guides } = snap(box(102, 305), [box(100, 0), box(0, 300), box(98, 900)], 6);
    expect([dx, dy]).toEqual([-2, -5]);
    expect(guides.map(({ axis }) => axis)).toEqual(['x', 'y']);
  });
});

it('finds the box around several, and none around none', () => {
  expect(around([box(0, 10), box(50, 0)])).toEqual({ x: 0, y: 0, width: 150, height: 60 });
  expect(around([])).toBeNull();
});
