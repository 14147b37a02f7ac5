/** The panel beside the canvas: everything about what is selected. */
export { Inspector } from './Inspector.tsx';
