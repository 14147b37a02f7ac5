import { expect, it } from 'vitest';
import type { CellNode } from './flowNodes.ts';
import { firstView } from './view.ts';

const node = (x: number, y: number) =>
  ({
    id: `${x}`,
    position: { x, y },
    measured: { width: 300, height: 200 },
    data: {},
  }) as unknown as CellNode;
const room = { width: 1400, height: 800 };

it('shows everything in the middle when it can be read then', () => {
  const { x, y, zoom } = firstView([node(0, 0), node(1000, 400)], room);
  expect(zoom).toBeCloseTo(0.978, 2);
  expect(x + 1300 * zoom + x).toBeCloseTo(room.width, 0);
  expect(y).toBeGreaterThan(64);
});

it('does not magnify a small document', () => {
  expect(firstView([node(0, 0)], room)).toEqual({ x: 550, y: 300, zoom: 1 });
});

it('begins at the upper left of a document that is too large to be read whole', () => {
  const { x, y, zoom } = firstView([node(-500, -100), node(20_000, 9000)], room);
  expect(zoom).toBe(0.5);
  expect([x, y]).toEqual([64 + 250, 64 + 50]);
});

it('is at rest where there is nothing', () => {
  expect(firstView([], room)).toEqual({ x: 0, y: 0, zoom: 1 });
});
