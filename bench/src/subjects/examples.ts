import { Rng } from '@weft/ml/onnx';

export const INPUT = 384;
export const HIDDEN = 256;
export const CLASSES = 77;
export const BATCH_SIZES = [64, 512] as const;
export const LEARNING_RATE = 1e-3;

export interface TrainingSettings {
  readonly examples: number;
  readonly epochs: number;
}

/** Random examples: speed does not depend on what is learned. */
export function randomExamples(count: number): { x: Float32Array; labels: Int32Array } {
  const rng = Rng.seeded(2, 'examples');
  return {
    x: Float32Array.from({ length: count * INPUT }, () => rng.uniform() * 2 - 1),
    labels: Int32Array.from({ length: count }, () => rng.below(CLASSES)),
  };
}

/** Figures are named by batch size: `batch64`, `batch512`. */
export async function byBatchSize(
  { examples, epochs }: TrainingSettings,
  train: (batchSize: number) => Promise<void>,
): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const size of BATCH_SIZES) {
    const began = performance.now();
    await train(size);
    figures[`batch${size}`] = (examples * epochs * 1000) / (performance.now() - began);
  }
  return figures;
}
