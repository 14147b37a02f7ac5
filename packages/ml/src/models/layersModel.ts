import { MlError } from '../errors.ts';
import type { ModelFiles, Row } from '../files.ts';
import type { Json } from '../json.ts';
import type * as Core from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { checkTopology } from './layersTopology.ts';
import { loadLayers } from './loadLayers.ts';
import { MODEL_FORMAT, parseModelFile } from './modelFile.ts';
import { openTfjs } from './tfjs.ts';

/**
 * model.json of a model that TensorFlow.js runs. Beside it lie `tfjs/model.json` and `tfjs/weights.bin`, which any
 * TensorFlow.js opens with `loadLayersModel`.
 */
export const layersFile = z.looseObject({
  format: z.literal(MODEL_FORMAT),
  version: z.literal(1),
  task: z.enum(['classification', 'regression']),
  runtime: z.literal('tfjs-layers'),
  /** In the order of the outputs; null for a model that answers with a number. */
  labels: z.array(z.string()).min(2).nullable(),
  /** Columns of a row, in the order in which they become the model's input: numbers, or vectors end to end. */
  input: z.object({ columns: z.array(z.string()).min(1), width: z.int().positive() }),
  metrics: z.record(z.string(), z.number()),
});
export type LayersFile = z.infer<typeof layersFile>;

export const LAYERS_TOPOLOGY = 'tfjs/model.json';
export const LAYERS_WEIGHTS = 'tfjs/weights.bin';

const savedTopology = z.looseObject({
  modelTopology: z.record(z.string(), z.json()),
  weightsManifest: z
    .array(
      z.looseObject({
        weights: z.array(
          z.looseObject({
            name: z.string(),
            shape: z.array(z.int().nonnegative()),
            dtype: z.literal('float32'),
          }),
        ),
      }),
    )
    .length(1),
});

export interface LayersModelSession {
  readonly file: LayersFile;
  /** The model's outputs for each row, in order. */
  predict(rows: readonly Row[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

const BATCH = 256;

/** Opens a model to answer with, on the wasm backend. Its topology is checked like one that came by itself. */
export async function openLayersModel(files: ModelFiles): Promise<LayersModelSession> {
  const file = await parseModelFile(files, layersFile, 'tfjs-layers');
  const saved = savedTopology.safeParse(await files.json(LAYERS_TOPOLOGY));
  if (!saved.success)
    throw new MlError(
      'input',
      'model.format',
      `${LAYERS_TOPOLOGY} is not a LayersModel: ${z.prettifyError(saved.error)}`,
    );
  const { modelTopology, weightsManifest } = saved.data;
  const tfjs = await openTfjs('wasm');
  const { tf } = tfjs;
  const model = await loadLayers(tfjs, {
    modelTopology: checkTopology(modelTopology as Json, 0),
    weightSpecs: weightsManifest[0]!.weights,
    weightData: new Uint8Array(await files.read(LAYERS_WEIGHTS)).buffer,
  });
  const { columns, width } = file.input;
  return {
    file,
    async predict(rows) {
      const answers: Float32Array[] = [];
      for (let from = 0; from < rows.length; from += BATCH) {
        const batch = rows.slice(from, from + BATCH);
        const inputs = tf.tensor2d(inputsOf(batch, columns, width), [batch.length, width]);
        const outputs = model.predict(inputs) as Core.Tensor;
        const all = (await outputs.data()) as Float32Array;
        const size = all.length / batch.length;
        for (const row of batch.keys()) answers.push(all.slice(row * size, (row + 1) * size));
        tf.dispose([inputs, outputs]);
      }
      return answers;
    },
    close: async () => void model.dispose(),
  };
}

function inputsOf(rows: readonly Row[], columns: readonly string[], width: number): Float32Array {
  const data = new Float32Array(rows.length * width);
  for (const [at, row] of rows.entries()) {
    const values = columns.flatMap((name) => {
      const cell = row[name];
      return cell instanceof Float32Array ? [...cell] : [typeof cell === 'boolean' ? Number(cell) : cell];
    });
    if (values.length !== width || !values.every((value) => typeof value === 'number'))
      throw new MlError(
        'input',
        'model.columns',
        `the model answers from ${width} numbers in ${columns.join(', ').slice(0, 200)}; row ${at} does not have them`,
      );
    data.set(values as number[], at * width);
  }
  return data;
}
