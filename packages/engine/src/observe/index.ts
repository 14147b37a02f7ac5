export { ACTOR_KINDS, actorSchema, workerActor, type Actor, type ActorKind } from './actor.ts';
/** What people and programs see of a run: states, events, why something waits, and the one fold of events. */
export { appendPoints, MAX_POINTS, thin, type Point } from './curves.ts';
export {
  MOVES,
  type MoveType,
  type NewEvent,
  type RunEvent,
  type RunEventOf,
  type SequencedEvent,
} from './events.ts';
export { applyEvent, applyEvents, RunFold } from './fold.ts';
export type { RunMove, RunPicture, ShownOutput, StepPicture, StepPlan, Who, WireEvent } from './picture.ts';
export { NO_REPORTS, reported, shareOf, type Progress, type Report, type Reports } from './progress.ts';
export { newRun, openRun, reconcile, type Phase, type RunState, type RunStep } from './runState.ts';
export {
  hasOutputs,
  isFinal,
  isOpen,
  isOver,
  MOVING,
  RUN_STATUSES,
  SHOWN_RUN_STATUSES,
  shownRunStatus,
  shownStepStatus,
  STEP_STATUSES,
  WORKER_STATES,
  ATTEMPT_OUTCOMES,
  type AttemptOutcome,
  type EndedOutcome,
  type RunStatus,
  type ShownRunStatus,
  type ShownStepStatus,
  type StepStatus,
  type WorkerState,
} from './statuses.ts';
export { summarise, type RunProgress } from './summary.ts';
export { waitingText, type WaitingReason } from './waiting.ts';
export { whyWaiting, type WaitingFacts } from './whyWaiting.ts';
