import type { Checkpoint, CheckpointSlot } from '../protocol/index.ts';
import type { Probe } from '../probe.ts';

/**
 * What a shape driver asks of the world around it. In an executor process this speaks to the supervisor over the
 * protocol; in `runNode` it is memory.
 */
export interface StepHost {
  /** Checkpoints of this key that exist already, in any order. */
  readonly checkpoints: readonly Checkpoint[];
  /**
   * Stores the bytes, then has the row recorded under the attempt's token, and resolves once both are durable.
   * @throws when the attempt has lost its claim; the driver must stop.
   */
  saveCheckpoint(slot: CheckpointSlot, bytes: Uint8Array): Promise<void>;
  loadCheckpoint(checkpoint: Checkpoint): Promise<Uint8Array>;
  /** Somebody asked the step to stop after what it is doing, keeping its progress. */
  pauseRequested(): boolean;
  progress(done: number, total: number | null, unit: string): void;
  /** Default seconds between checkpoints; a test sets 0 to save at every opportunity. */
  readonly checkpointSeconds: number;
  readonly probe: Probe;
}
