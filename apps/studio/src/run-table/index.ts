/** Runs as a list, for the pages that show some. */
export { isOver, LIVE_MS, RUN_STATUSES, type RunItem, type RunStatus } from './runItem.ts';
export { RunTable } from './RunTable.tsx';
