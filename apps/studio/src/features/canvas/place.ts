import { CELL_HEIGHT, CELL_WIDTH } from './geometry.ts';
import type { Box } from './guides.ts';

const GAP = 48;

/**
 * Where a new cell goes that should be near `wanted`: there, or below whatever lies there already. Pure; canvas units.
 */
export function freePlace(wanted: { x: number; y: number }, taken: Iterable<Box>): { x: number; y: number } {
  const boxes = [...taken].toSorted((a, b) => a.y - b.y);
  let { y } = wanted;
  for (const box of boxes) {
    const beside = wanted.x + CELL_WIDTH <= box.x || box.x + box.width <= wanted.x;
    const clear = y + CELL_HEIGHT <= box.y || box.y + box.height <= y;
    if (!beside && !clear) y = box.y + box.height + GAP;
  }
  return { x: wanted.x, y };
}

/** Beside a cell, on the side where its outputs or inputs are. */
export const besides = (box: Box, side: 'in' | 'out'): { x: number; y: number } => ({
  x: side === 'out' ? box.x + box.width + 112 : box.x - CELL_WIDTH - 112,
  y: box.y,
});
