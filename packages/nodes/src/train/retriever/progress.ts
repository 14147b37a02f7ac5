import { NodeError } from '@weft/engine/node';
import { z } from 'zod';
import { loadSafetensors, saveSafetensors, type HostTensor } from '../../onnx/index.ts';

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
export type Tensors = ReadonlyMap<string, HostTensor>;

export interface Saved {
  readonly progress: Progress;
  readonly mined: Tensors;
  /** The trainer's state; empty while candidates are still being looked for. */
  readonly state: Tensors;
}

export function encodeSaved({ progress, mined, state }: Saved): Uint8Array {
  const tensors = new Map<string, HostTensor>();
  for (const [name, tensor] of mined) tensors.set(`mined/${name}`, tensor);
  for (const [name, tensor] of state) tensors.set(`now/${name}`, tensor);
  return saveSafetensors(tensors, { progress: JSON.stringify(progress) });
}

export function decodeSaved(bytes: Uint8Array): Saved {
  const { tensors, metadata } = loadSafetensors(bytes);
  const parsed = progressSchema.safeParse(JSON.parse(metadata.progress ?? 'null'));
  if (!parsed.success)
    throw new NodeError(
      'bug',
      'train.checkpoint',
      `the checkpoint does not fit: ${z.prettifyError(parsed.error)}`,
    );
  const under = (prefix: string): Tensors =>
    new Map(
      [...tensors]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
    );
  return { progress: parsed.data, mined: under('mined/'), state: under('now/') };
}
