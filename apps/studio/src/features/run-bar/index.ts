/** Runs in the top bar of a document: preview, progress, controls. */
export { RunBar } from './RunBar.tsx';
