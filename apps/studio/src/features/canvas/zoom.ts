/** How much of a cell can be read at a zoom: a block, its head, or all of it. */
export type Zoom = 'far' | 'middle' | 'near';

export const ZOOM = { min: 0.08, max: 2.5, far: 0.38, middle: 0.7 } as const;

/** Cells render again when this changes, not with every turn of the wheel. */
export const zoomLevel = (zoom: number): Zoom =>
  zoom < ZOOM.far ? 'far' : zoom < ZOOM.middle ? 'middle' : 'near';
