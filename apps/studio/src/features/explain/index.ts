/** Why a step ran, was cached or waits, and what would happen to it now. */
export { ExplainDialog } from './ExplainDialog.tsx';
