export {
  checkpointSlot,
  readable,
  ROWS_ENCODING,
  slotName,
  type Checkpoint,
  type CheckpointSlot,
} from './checkpoints.ts';
export { misfit } from './checkResult.ts';
export { encodeMessage, lineReader, MAX_LINE_BYTES } from './lines.ts';
export {
  fromExecutor,
  greeting,
  nodeExecutorConfig,
  PROTOCOL_VARIABLE,
  PROTOCOL_VERSION,
  secretName,
  toExecutor,
  usage,
  type AbortReason,
  type Execute,
  type FromExecutor,
  type Hello,
  type NodeExecutorConfig,
  type Said,
  type ToExecutor,
  type Usage,
} from './messages.ts';
export {
  driveOutcome,
  errorRecord,
  MESSAGE_CHARACTERS,
  nodeResult,
  STACK_CHARACTERS,
  type DriveOutcome,
} from './outcome.ts';
