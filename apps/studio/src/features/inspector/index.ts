/** The panel beside the canvas: everything about what is selected. */
export { inspectorForms, Inspector } from './Inspector.tsx';
