/** Runs as a list, for the pages that show some. */
export { LIVE_MS, type RunItem, type RunStatus } from './runItem.ts';
export { RunTable } from './RunTable.tsx';
