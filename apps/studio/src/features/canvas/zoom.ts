/** How much of a cell can be read at a zoom: a block, its head, or all of it. */
export type Zoom = 'far' | 'middle' | 'near';

export const ZOOM = { min: 0.08, max: 2.5, far: 0.32, middle: 0.7 } as const;

/** Cells render again when this changes, not with every turn of the wheel. */
export const zoomLevel = (zoom: number): Zoom =>
  zoom < ZOOM.far ? 'far' : zoom < ZOOM.middle ? 'middle' : 'near';

/** Steps of the type scale in one halving of the zoom: letters on screen never differ by more than a tenth. */
const STEPS = 8;

/**
 * By how much letters, lines and ports grow while the canvas shrinks, so that 11 px on a cell are 11 to 12 px on screen
 * however far one is away. It moves in steps: between two of them zooming restyles nothing.
 */
export const typeScale = (zoom: number): number =>
  zoom >= 1 ? 1 : 2 ** (Math.ceil(Math.log2(1 / Math.max(zoom, ZOOM.min)) * STEPS) / STEPS);
