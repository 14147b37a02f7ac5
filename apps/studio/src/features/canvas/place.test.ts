import { expect, it } from 'vitest';
import { CELL_WIDTH } from './geometry.ts';
import { besides, freePlace } from './place.ts';

const box = (x: number, y: number) => ({ x, y, width: CELL_WIDTH, height: 100 });

it('takes the place that was wanted when it is free', () => {
  expect(freePlace({ x: 0, y: 0 }, [box(1000, 0)])).toEqual({ x: 0, y: 0 });
});

it('goes below what lies there, and below what lies there in turn', () => {
  const { x, y } = freePlace({ x: 10, y: 0 }, [box(0, 140), box(0, 0)]);
  expect(x).toBe(10);
  expect(y).toBeGreaterThan(240);
});

it('puts a new neighbour on the side of the port', () => {
  expect(besides(box(0, 0), 'out').x).toBeGreaterThan(CELL_WIDTH);
  expect(besides(box(0, 0), 'in').x).toBeLessThan(-CELL_WIDTH);
});
