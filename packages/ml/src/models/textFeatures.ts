import { MlError } from '../errors.ts';
import type { FileSet, ModelFiles } from '../files.ts';
import { sortedJson } from '../json.ts';
import { z } from 'zod';
import type { SparseRows } from '../onnx/index.ts';
import { decodeTfidf, encodeTfidf, tfidfWidth, transformTfidf, type TfidfModel } from '../text/tfidf.ts';
import { MODEL_FILE, MODEL_FORMAT, parseModelFile } from './modelFile.ts';

/**
 * The model with task "text-features": what turns texts into numbers before anything is learned from them.
 *
 *     model.json    { format, version, task: 'text-features', dimension }
 *     features.bin  families, vocabularies and idf (`text/tfidf.ts`)
 *
 * A classifier carries its own copy of features.bin, so it needs nothing else to read a text; since files are named
 * by their content, the copy takes no space.
 */
export const FEATURES_FILE = 'features.bin';

const featuresModel = z.looseObject({
  format: z.literal(MODEL_FORMAT),
  version: z.literal(1),
  task: z.literal('text-features'),
  dimension: z.int().positive(),
});

export interface TextFeatures {
  /** Every id is below it. */
  readonly dimension: number;
  /** One row per text, in order, as `SparseRows` of the trainer: an embedding bag takes them as they are. */
  featurize(texts: readonly string[]): SparseRows;
}

/** The files of a text-features model; the same for the same model. */
export function textFeaturesFiles(model: TfidfModel): FileSet {
  return {
    [MODEL_FILE]: sortedJson({
      format: MODEL_FORMAT,
      version: 1,
      task: 'text-features',
      dimension: tfidfWidth(model),
      families: model.families,
      texts: model.texts,
    }),
    [FEATURES_FILE]: encodeTfidf(model),
  };
}

/** @throws MlError (input) when the files are not a text-features model of this format. */
export async function openTextFeatures(files: ModelFiles): Promise<TextFeatures> {
  const { dimension } = await parseModelFile(files, featuresModel, 'text-features');
  const features = textFeatures(decodeTfidf(await files.read(FEATURES_FILE)));
  if (features.dimension !== dimension)
    throw new MlError(
      'input',
      'model.features_differ',
      `the text-features model says it has ${dimension} features, but ${FEATURES_FILE} holds ${features.dimension}: build it again`,
    );
  return features;
}

export function textFeatures(model: TfidfModel): TextFeatures {
  return {
    dimension: tfidfWidth(model),
    featurize(texts) {
      const vectors = texts.map((text) => transformTfidf(model, text));
      const offsets = new Int32Array(vectors.length + 1);
      for (const [row, { indices }] of vectors.entries()) offsets[row + 1] = offsets[row]! + indices.length;
      const ids = new Int32Array(offsets[vectors.length]!);
      const weights = new Float32Array(ids.length);
      for (const [row, { indices, values }] of vectors.entries()) {
        ids.set(indices, offsets[row]);
        weights.set(values, offsets[row]);
      }
      return { offsets, ids, weights };
    },
  };
}
