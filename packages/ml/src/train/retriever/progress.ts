import { z } from 'zod';
import { decodeSavedFile, encodeSavedFile, type Tensors } from '../savedFile.ts';

const progressSchema = z.object({
  /** Questions whose candidates are known; training begins when all are. */
  mined: z.int().nonnegative(),
  /** Epochs finished. */
  epoch: z.int().nonnegative(),
  /** Questions of the present epoch that were learned from. */
  at: z.int().nonnegative(),
  /** The generator as it was before the present epoch's order was drawn. */
  shuffle: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  lossSum: z.number(),
  history: z.array(
    z.object({
      epoch: z.int().positive(),
      loss: z.number(),
      recall_at_1: z.number().optional(),
      mrr: z.number().optional(),
    }),
  ),
});
export type Progress = z.infer<typeof progressSchema>;

export interface Saved {
  readonly progress: Progress;
  readonly mined: Tensors;
  /** The trainer's state; empty while candidates are still being looked for. */
  readonly state: Tensors;
}

export const encodeRetrieverCheckpoint = ({ progress, mined, state }: Saved): Uint8Array =>
  encodeSavedFile(progress, { mined, now: state });

export function decodeRetrieverCheckpoint(bytes: Uint8Array): Saved {
  const { progress, group } = decodeSavedFile(bytes, progressSchema);
  return { progress, mined: group('mined'), state: group('now') };
}
