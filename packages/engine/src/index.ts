export {
  openEngine,
  type Engine,
  type EngineOptions,
  type Preparation,
  type Prepared,
  type StartOptions,
} from './engine.ts';
export type { Controlled, ControlVerb } from './run/control.ts';
export type { RunEvent, SequencedEvent } from './run/events.ts';
export type { StepExplanation } from './run/explain.ts';
export type { StepAccount } from './run/explainStep.ts';
export { RunIdTaken } from './run/start.ts';
export type { StepReason, WaitingReason } from './compile/reasons.ts';
export { changeText, reasonText, waitingText } from './compile/sentences.ts';
export { Bell, follow, readEvents, type EventPage, type EventSource } from './run/watch.ts';
export { EVENT_CHANNEL } from './run/lockedRun.ts';
export { listen, type Listener } from './worker/listener.ts';
export { PROBES, type Probe, type ProbeName } from './probe.ts';
export type { RunOptions } from './run/lockedRun.ts';
export type { PublicStatus, RunSummary, RunView, StepView } from './run/view.ts';
export type { RunStatus, StepStatus } from './run/transitions.ts';
export { GcRunning, type Collected, type CollectOptions, type Damage } from './gc/collect.ts';
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
