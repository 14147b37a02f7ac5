/**
 * Runs as the server tells them: one store per document, moved by events, never written into the document.
 */
export { RunsProvider } from './RunsProvider.tsx';
export { useRuns, useRunsStore } from './context.ts';
export {
  useForecast,
  useIsHistory,
  usePreview,
  useReadPreview,
  useRun,
  useRunActions,
  useRunSummary,
  useStep,
  useSteps,
  type RunActions,
} from './hooks.ts';
export { ChangeList } from './ChangeList.tsx';
export { answerGate, controlRun, explainStep } from './actions.ts';
export type { Preview } from './forecast.ts';
export { readPreview, type PreviewOf } from './previews.ts';
export {
  askWhy,
  closeDrawer,
  compareRuns,
  DRAWER_TABS,
  openDrawer,
  openLog,
  panels,
  toggleDrawer,
  type DrawerTab,
} from './panels.ts';
export {
  isOpen,
  isOver,
  shareOf,
  type Progress,
  type RunProgress,
  type RunState,
} from '@weft/engine/observe';
export type { StepState } from './stepStates.ts';
export type { Link } from './store.ts';
export { titleOf, useTitles } from './titles.ts';
export { useWho } from './useWho.ts';
export { usePinnedRun } from './usePinnedRun.ts';
export type {
  ControlVerb,
  PreviewStep,
  RunDetail,
  RunItem,
  RunMove,
  RunSelection,
  RunStatus,
  StepStatus,
  WireChange,
} from './wire.ts';
