/** What is known about runs, below the document: timeline, log, problems, history. */
export { Drawer } from './Drawer.tsx';
export { HistoryBanner } from './history/HistoryBanner.tsx';
