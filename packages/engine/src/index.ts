export {
  openEngine,
  startAlone,
  type AnswerOptions,
  type ControlOptions,
  type Engine,
  type EngineOptions,
  type Preparation,
  type Prepared,
  type StartOptions,
} from './engine.ts';
export type { Controlled, ControlVerb } from './run/control.ts';
export {
  HookFailed,
  type Hooks,
  type Moment,
  type RecordedPublication,
  type RunEnded,
  type RunFacts,
  type RunStarted,
  type StepEnd,
} from './run/hooks.ts';
export type { NewWorkspaceEvent, WorkspaceFact } from './run/outbox.ts';
export {
  openWorkspaceFeed,
  readWorkspaceEvents,
  WORKSPACE_CHANNEL,
  type WorkspaceEvent,
  type WorkspaceFeed,
} from './run/workspaceFeed.ts';
export type { StepExplanation } from './run/explain.ts';
export type { StepAccount } from './run/explainStep.ts';
export { RunIdTaken, versionHash, type Forecasted } from './run/start.ts';
export type { StepReason } from './compile/reasons.ts';
export { changeText, reasonText } from './compile/sentences.ts';
export { Bell, follow, readEvents, type EventPage, type EventSource } from './run/watch.ts';
export { EVENT_CHANNEL } from './run/lockedRun.ts';
export { listen, type Listener } from './store/listen.ts';
export { PROBES, type Probe, type ProbeName } from './probe.ts';
export type { RunOptions } from './run/lockedRun.ts';
export { readMoves } from './run/view.ts';
export type { RunMove, RunSummary, RunView, StepView } from './run/view.ts';
export { ArtifactLost, HASH_PATTERN, type ArtifactStore } from './store/artifacts.ts';
export type { StoreKeeper } from './store/keeper.ts';
export { adoptFolders, type FormerFolders } from './store/adopt.fs.ts';
export { openTable } from './artifact/tableReader.ts';
export {
  csvField,
  csvLine,
  plainCell,
  plainRow,
  TABLE_TEXTS,
  tableText,
  type TableText,
} from './artifact/tableText.ts';
export { openFiles, PATH_PATTERN, readManifest, type Manifest } from './artifact/manifest.ts';
export { runExecutor } from './execute/executorProcess.ts';
export { commandLauncher, type CommandOptions } from './worker/launchers/command.ts';
export type { Launched, LaunchEvents, Launcher } from './worker/launchers/launcher.ts';
export type { SecretAsker, Secrets } from './worker/secrets.ts';
export type { Worker, WorkerOptions } from './worker/supervisor.ts';
export { isDatabaseAway } from './store/tx.ts';
