import { z } from 'zod';
import { MODEL_FORMAT } from './modelFile.ts';

/**
 * model.json of a classification model. Beside it lie
 *
 *     model.onnx           from inputs to calibrated probabilities; everything needed to answer is inside
 *     features.bin         with `input.text`: how a text becomes ids and weights (`text/tfidf.ts`)
 *     weights.safetensors  the parameters by name, for training on or looking into
 *
 * model.onnx takes `text.ids` and `text.weights` `[B, K]` (K: the most features of a text in the batch, unused places
 * id 0 with weight 0) with `input.text`, and `vector` `[B, size]` with `input.vector`. It gives `probabilities` and
 * `logits` `[B, labels]`; probabilities are softmax(logits / temperature).
 */
export const classifierFile = z.looseObject({
  format: z.literal(MODEL_FORMAT),
  version: z.literal(1),
  task: z.literal('classification'),
  /** In the order of the model's outputs. */
  labels: z.array(z.string()).min(2).max(100_000),
  input: z.object({
    text: z.object({ dimension: z.int().positive() }).nullable(),
    vector: z.object({ size: z.int().positive() }).nullable(),
  }),
  /** Probabilities are softmax(logits / temperature); 1 when it was not fitted. */
  temperature: z.number().positive(),
  /** Of the validation rows, where there were some. */
  metrics: z.record(z.string(), z.number()),
});
export type ClassifierFile = z.infer<typeof classifierFile>;

export const CLASSIFIER_ONNX = 'model.onnx';
export const CLASSIFIER_WEIGHTS = 'weights.safetensors';
