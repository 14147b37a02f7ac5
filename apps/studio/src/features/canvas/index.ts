/** The document on a canvas. The page gives it cells and a palette; it gives places, ports, wires and keys. */
export { Canvas, type CanvasProps } from './Canvas.tsx';
export type { AskForNode, NodeAsked, PaletteRequest } from './ask.ts';
export type { CellComponent } from './cellSlot.ts';
export { CELL_WIDTH } from './geometry.ts';
export type { Zoom } from './zoom.ts';
