import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { float32, type HostTensor } from '../../onnx/index.ts';
import { decodeSavedFile, encodeSavedFile } from '../savedFile.ts';

const progressSchema = z.object({
  epoch: z.int().nonnegative(),
  /** Examples of the present epoch that were learned from. */
  at: z.int().nonnegative(),
  /** Batches learned from in all. */
  step: z.int().nonnegative(),
  /** The generator as it was before the present epoch's order was drawn. */
  shuffle: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  lossSum: z.number(),
  history: z.array(
    z.object({
      epoch: z.int().positive(),
      loss: z.number(),
      val_loss: z.number().optional(),
      val_accuracy: z.number().optional(),
    }),
  ),
});
export type LayersProgress = z.infer<typeof progressSchema>;

const savedSchema = z.object({
  progress: progressSchema,
  iterations: z.int().nonnegative(),
  /** β₁ᵗ and β₂ᵗ as Adam holds them; null for other optimizers. */
  powers: z.tuple([z.number(), z.number()]).nullable(),
});

export interface Trained {
  readonly tf: typeof Core;
  readonly model: Layers.LayersModel;
  readonly optimizer: Core.Optimizer;
}

/** Private fields of tfjs's Adam (4.22, pinned). */
interface AdamPowers {
  readonly accBeta1: Core.Variable;
  readonly accBeta2: Core.Variable;
}

/**
 * Weights, optimizer and progress as one safetensors file.
 *
 * `optimizer.setWeights` restores the moments and computes β^t anew with pow, where training has multiplied it up:
 * 0.90388852 against 0.90388846 after a hundred steps, and the resumed run ends with other bits. So both powers are
 * saved as they are.
 */
export async function encodeState(
  { model, optimizer }: Trained,
  progress: LayersProgress,
): Promise<Uint8Array> {
  const [iterations, ...slots] = await optimizer.getWeights();
  const weight = await numbered(model.getWeights());
  const slot = await numbered(slots.map(({ tensor }) => tensor));
  const powers = hasPowers(optimizer)
    ? [optimizer.accBeta1.dataSync()[0]!, optimizer.accBeta2.dataSync()[0]!]
    : null;
  const state = { progress, iterations: (await iterations!.tensor.data())[0]!, powers };
  iterations!.tensor.dispose();
  return encodeSavedFile(state, { weight, slot });
}

/** Tensors under their place in the list. */
async function numbered(list: readonly Core.Tensor[]): Promise<Map<string, HostTensor>> {
  const tensors = new Map<string, HostTensor>();
  for (const [at, tensor] of list.entries())
    tensors.set(String(at), float32(new Float32Array(await tensor.data()), tensor.shape));
  return tensors;
}

export async function restoreState(
  { tf, model, optimizer }: Trained,
  bytes: Uint8Array,
): Promise<LayersProgress> {
  const saved = decodeSavedFile(bytes, savedSchema);
  const { progress, iterations, powers } = saved.progress;
  const all = (name: string): Core.Tensor[] => {
    const group = saved.group(name);
    const list: Core.Tensor[] = [];
    for (let tensor; (tensor = group.get(String(list.length)));)
      list.push(tf.tensor(tensor.data as Float32Array, [...tensor.shape], 'float32'));
    return list;
  };
  const weights = all('weight');
  model.setWeights(weights);
  tf.dispose(weights);
  const slots = all('slot').map((tensor) => ({ name: '', tensor }));
  await optimizer.setWeights([{ name: 'iter', tensor: tf.scalar(iterations, 'int32') }, ...slots]);
  if (powers && hasPowers(optimizer))
    tf.tidy(() => {
      optimizer.accBeta1.assign(tf.scalar(powers[0]));
      optimizer.accBeta2.assign(tf.scalar(powers[1]));
    });
  return progress;
}

const hasPowers = (optimizer: object): optimizer is AdamPowers =>
  'accBeta1' in optimizer && 'accBeta2' in optimizer;
