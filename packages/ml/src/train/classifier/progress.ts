import { z } from 'zod';
import { decodeSavedFile, encodeSavedFile, type Tensors } from '../savedFile.ts';

/**
 * Where training stands, apart from the tensors: everything that the next step depends on. The learning rate is a
 * function of the number of steps, which the tensors hold.
 */
const rngState = z.tuple([z.int(), z.int(), z.int(), z.int()]);
const epochRecord = z.object({
  phase: z.enum(['search', 'refit']),
  epoch: z.int().positive(),
  loss: z.number(),
  val_loss: z.number().optional(),
  val_accuracy: z.number().optional(),
});
/** How an epoch answered the held-out rows. */
const checked = z.object({
  epoch: z.int().positive(),
  val_loss: z.number(),
  val_accuracy: z.number(),
  temperature: z.number(),
});
const progressSchema = z.object({
  /** search: learning from the training part, checked on the rest. refit: from all rows. */
  phase: z.enum(['search', 'refit']),
  /** Epochs finished in this phase. */
  epoch: z.int().nonnegative(),
  /** Examples of the present epoch that were learned from. */
  at: z.int().nonnegative(),
  /** The generator as it was before the present epoch's order was drawn. */
  shuffle: rngState,
  dropout: rngState,
  /** Sum of the losses of the present epoch's examples. */
  lossSum: z.number(),
  history: z.array(epochRecord),
  /** The epoch that answered best so far, which patience counts from. */
  best: checked.nullable(),
  /** The epoch whose weights, or whose number, are used. */
  chosen: checked.nullable(),
});
export type Progress = z.infer<typeof progressSchema>;
export type EpochRecord = z.infer<typeof epochRecord>;
export type Checked = z.infer<typeof checked>;

export interface Saved {
  readonly progress: Progress;
  /** The trainer's state. */
  readonly state: Tensors;
  /** Parameters of the chosen epoch; empty when a refit will replace them. */
  readonly chosen: Tensors;
}

export const encodeClassifierCheckpoint = ({ progress, state, chosen }: Saved): Uint8Array =>
  encodeSavedFile(progress, { now: state, chosen });

export function decodeClassifierCheckpoint(bytes: Uint8Array): Saved {
  const { progress, group } = decodeSavedFile(bytes, progressSchema);
  return { progress, state: group('now'), chosen: group('chosen') };
}
