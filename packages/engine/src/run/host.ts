import type { ErrorRecord } from '../node/errors.ts';
import type { NodeResult } from '../node/executor.ts';
import type { Json } from '../graph/index.ts';
import type { Probe } from './probe.ts';
import type { Stored } from '../store/artifacts.ts';

/**
 * What a shape driver asks of the world around it. In an executor process this speaks to the supervisor over the
 * protocol; in `runNode` it is memory.
 */
export interface StepHost {
  /** Checkpoints of this key that exist already, in any order. */
  readonly checkpoints: readonly Checkpoint[];
  /**
   * Stores the bytes, then records the row under the attempt's token, and resolves once both are durable.
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

/**
 * Progress inside an unfinished step. It belongs to the key, so any attempt on any worker, in any run, may use it.
 * - `prepared`  what a map's `prepare` returned
 * - `rows`      the output of input rows [from, to) of a map
 * - `state`     a loop after `steps` steps; the highest counts
 */
export type CheckpointSlot =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'rows'; readonly from: number; readonly to: number }
  | { readonly kind: 'state'; readonly steps: number };

export interface Checkpoint extends Stored {
  readonly slot: CheckpointSlot;
}

/** The name of a slot in its row: one row per slot, and `state` overwrites itself. */
export function slotName(slot: CheckpointSlot): string {
  switch (slot.kind) {
    case 'prepared':
      return 'prepared';
    case 'rows':
      return `rows:${slot.from}-${slot.to}`;
    case 'state':
      return 'state';
  }
}

export type DriveOutcome =
  | { readonly status: 'done'; readonly result: NodeResult }
  /** Stopped on request; everything done is in checkpoints. */
  | { readonly status: 'paused' }
  /** A gate put its question and now waits for the answer. */
  | { readonly status: 'asked'; readonly question: { readonly [key: string]: Json } }
  /** `lost` is the hash of the bytes that could not be read, when that was the reason. */
  | { readonly status: 'failed'; readonly error: ErrorRecord; readonly lost?: string };
