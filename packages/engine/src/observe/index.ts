/** What people and programs see of a run: states, events, why something waits, and the one fold of events. */
export { appendPoints, MAX_POINTS, thin, type Point } from './curves.ts';
export type { NewEvent, RunEvent, RunEventOf, SequencedEvent } from './events.ts';
export { applyEvent, applyEvents, RunFold } from './fold.ts';
export type { RunPicture, ShownOutput, Starter, StepPicture, StepPlan, WireEvent } from './picture.ts';
export { NO_REPORTS, reported, shareOf, type Progress, type Report, type Reports } from './progress.ts';
export { newRun, openRun, reconcile, type Phase, type RunState, type RunStep } from './runState.ts';
export {
  hasOutputs,
  isFinal,
  isOpen,
  isOver,
  MOVES,
  RUN_STATUSES,
  SHOWN_RUN_STATUSES,
  shownRunStatus,
  shownStepStatus,
  STEP_STATUSES,
  WORKER_STATES,
  ATTEMPT_OUTCOMES,
  type AttemptOutcome,
  type RunStatus,
  type ShownRunStatus,
  type ShownStepStatus,
  type StepStatus,
  type WorkerState,
} from './statuses.ts';
export { summarise, type RunProgress } from './summary.ts';
export { waitingText, type WaitingReason } from './waiting.ts';
export { whyWaiting, type WaitingFacts } from './whyWaiting.ts';
