import { MlError } from '../errors.ts';
import type { ModelFiles, Row } from '../files.ts';
import {
  float32,
  fromOrt,
  inspectModel,
  openSession,
  padRows,
  toOrt,
  type HostTensor,
} from '../onnx/index.ts';
import { decodeTfidf } from '../text/tfidf.ts';
import { CLASSIFIER_ONNX, classifierFile, type ClassifierFile } from './classifierFile.ts';
import { MODEL_FILE, parseModelFile } from './modelFile.ts';
import { FEATURES_FILE, textFeatures, type TextFeatures } from './textFeatures.ts';

export interface Prediction {
  readonly label: string;
  /** In the order of the classifier's labels; they sum to 1. */
  readonly probabilities: Float32Array;
}

export interface Classifier {
  readonly labels: readonly string[];
  /** Answers in the order of the rows. A row needs `text`, `vector` or both, as the model was trained. */
  predict(rows: readonly Row[]): Promise<Prediction[]>;
  close(): Promise<void>;
}

/** Rows per run of the session: the graph gathers [rows, features, hidden] numbers, which should stay in the cache. */
const BATCH = 64;

/**
 * Opens a classification model to answer with. Always on the CPU with one thread, so the same call gives the same bits
 * on every worker of a kind. Rows asked in another grouping may differ in the last bit of a probability.
 * @throws MlError (input) when the files are not a classification model of this format, or contradict each other.
 */
export async function openClassifier(files: ModelFiles): Promise<Classifier> {
  const head = await files.json(MODEL_FILE);
  if (typeof head === 'object' && head !== null && 'runtime' in head && head.runtime === 'tfjs-layers')
    return await openLayersClassifier(files);
  const file = await parseModelFile(files, classifierFile, 'classification');
  const features = await featuresOf(files, file);
  const bytes = await files.read(CLASSIFIER_ONNX);
  checkOnnx(bytes, file);
  const session = await openSession(bytes);
  const { labels, input } = file;

  const predictBatch = async (rows: readonly Row[]): Promise<Prediction[]> => {
    const feeds: Record<string, HostTensor> = {};
    if (features) {
      const { ids, weights } = padRows(features.featurize(rows.map(textOf)));
      feeds['text.ids'] = ids;
      feeds['text.weights'] = weights;
    }
    if (input.vector) feeds.vector = vectorsOf(rows, input.vector.size);
    const results = await session.run(
      Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, toOrt(tensor)])),
    );
    const all = fromOrt(results.probabilities!).data as Float32Array;
    return rows.map((_, row) => {
      const probabilities = all.slice(row * labels.length, (row + 1) * labels.length);
      return { label: labels[indexOfLargest(probabilities)]!, probabilities };
    });
  };

  return {
    labels,
    async predict(rows) {
      const answers: Prediction[] = [];
      for (let from = 0; from < rows.length; from += BATCH)
        answers.push(...(await predictBatch(rows.slice(from, from + BATCH))));
      return answers;
    },
    close: () => session.release(),
  };
}

/** A person's own network. TensorFlow.js is loaded only for such models: it takes half a second. */
async function openLayersClassifier(files: ModelFiles): Promise<Classifier> {
  const { openLayersModel } = await import('./layersModel.ts');
  const model = await openLayersModel(files);
  const { labels } = model.file;
  if (!labels) {
    await model.close();
    throw new MlError(
      'input',
      'model.not_a_classifier',
      'this model answers with a number, not with a label',
    );
  }
  return {
    labels,
    predict: async (rows) =>
      (await model.predict(rows)).map((probabilities) => ({
        label: labels[indexOfLargest(probabilities)]!,
        probabilities,
      })),
    close: () => model.close(),
  };
}

async function featuresOf(files: ModelFiles, { input }: ClassifierFile): Promise<TextFeatures | undefined> {
  if (!input.text) return undefined;
  const features = textFeatures(decodeTfidf(await files.read(FEATURES_FILE)));
  if (features.dimension !== input.text.dimension)
    throw damaged(
      `it was trained on ${input.text.dimension} text features, but ${FEATURES_FILE} holds ${features.dimension}`,
    );
  return features;
}

/** What model.json promises, model.onnx must have; otherwise the first prediction would fail far from the cause. */
function checkOnnx(bytes: Uint8Array, { labels, input }: ClassifierFile): void {
  const { inputs, outputs } = inspectModel(bytes);
  const expected = [...(input.text ? ['text.ids', 'text.weights'] : []), ...(input.vector ? ['vector'] : [])];
  const given = inputs.map(({ name }) => name);
  if (given.toSorted().join() !== expected.toSorted().join())
    throw damaged(
      `${CLASSIFIER_ONNX} takes ${given.join(', ') || 'nothing'} instead of ${expected.join(', ')}`,
    );
  const probabilities = outputs.find(({ name }) => name === 'probabilities');
  if (probabilities?.shape.at(-1) !== labels.length)
    throw damaged(`${CLASSIFIER_ONNX} does not give a probability for each of the ${labels.length} labels`);
}

const damaged = (reason: string): MlError =>
  new MlError(
    'input',
    'model.damaged',
    `the classification model contradicts itself: ${reason}; train it again`,
  );

/** A missing text has no features; the model then answers from what it knows without any. */
const textOf = (row: Row): string => (typeof row.text === 'string' ? row.text : '');

function vectorsOf(rows: readonly Row[], size: number): HostTensor {
  const data = new Float32Array(rows.length * size);
  for (const [at, { vector }] of rows.entries()) {
    if (!(vector instanceof Float32Array) || vector.length !== size)
      throw new MlError(
        'input',
        'model.vector_size',
        `the model answers from vectors of ${size} numbers in column "vector", but row ${at} has ${
          vector instanceof Float32Array ? `${vector.length}` : 'none'
        }: use the embedding it was trained with`,
      );
    data.set(vector, at * size);
  }
  return float32(data, [rows.length, size]);
}

/** The first of equals, so ties do not depend on anything. */
function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at]! > values[best]!) best = at;
  return best;
}
