import { MlError } from '../errors.ts';
import type { ModelFiles, Row } from '../files.ts';
import { openClassifier, type Prediction } from '../models/classifier.ts';
import { openEmbedder } from '../models/embedder.ts';
import { openLayersModel } from '../models/layersModel.ts';
import { MODEL_FILE } from '../models/modelFile.ts';
import { INDEX_FILE, type IndexFile } from '../search/indexFile.ts';
import { openIndex, type SearchHit } from '../search/openIndex.ts';

interface Answering<Question, Answer> {
  /** One answer per question, in order. Calls may overlap. */
  predict(batch: readonly Question[]): Promise<Answer[]>;
  /** Frees the runtime's memory; call once, when no `predict` is under way. */
  close(): Promise<void>;
}

/** Answers rows with a label and a probability for each. */
export interface ClassificationPredictor extends Answering<Row, Prediction> {
  readonly task: 'classification';
  readonly labels: readonly string[];
}

/** Answers rows with a number. */
export interface RegressionPredictor extends Answering<Row, number> {
  readonly task: 'regression';
}

/** Answers texts with vectors. */
export interface EmbeddingPredictor extends Answering<string, Float32Array> {
  readonly task: 'text-embedding';
  readonly dimensions: number;
}

export interface SearchQuestion {
  readonly question: string;
  /** How many hits are wanted. */
  readonly k: number;
}

/** Answers questions with the k best chunks of an index, re-ranked where the index has a re-ranker. */
export interface SearchPredictor extends Answering<SearchQuestion, SearchHit[]> {
  readonly task: 'search';
  readonly about: IndexFile;
}

/** A model or an index, opened to answer batches: what was evaluated is what is served. */
export type Predictor = ClassificationPredictor | RegressionPredictor | EmbeddingPredictor | SearchPredictor;

/**
 * Opens whatever lies in these files.
 * @throws MlError (input) when nothing in them answers questions, or when they are damaged.
 */
export async function openPredictor(files: ModelFiles): Promise<Predictor> {
  const has = (path: string): boolean => files.files.some((file) => file.path === path);
  if (has(INDEX_FILE)) return await searchPredictor(files);
  const task = has(MODEL_FILE) ? taskOf(await files.json(MODEL_FILE)) : undefined;
  switch (task) {
    case 'classification': {
      const model = await openClassifier(files);
      return {
        task,
        labels: model.labels,
        predict: async (rows) => await model.predict(rows),
        close: async () => await model.close(),
      };
    }
    case 'regression': {
      const model = await openLayersModel(files);
      return {
        task,
        predict: async (rows) => (await model.predict(rows)).map((outputs) => outputs[0]!),
        close: async () => await model.close(),
      };
    }
    case 'text-embedding': {
      const model = await openEmbedder(files);
      return {
        task,
        dimensions: model.dimensions,
        predict: async (texts) => await model.embed(texts),
        close: async () => await model.close(),
      };
    }
    default:
      throw new MlError(
        'input',
        'predictor.nothing_answers',
        `nothing in these files answers questions: they hold ${
          task === undefined ? `neither ${MODEL_FILE} nor ${INDEX_FILE}` : `a model of task "${task}"`
        }`,
      );
  }
}

function taskOf(about: unknown): string {
  const task = typeof about === 'object' && about !== null && 'task' in about ? about.task : undefined;
  return typeof task === 'string' ? task.slice(0, 100) : '';
}

async function searchPredictor(files: ModelFiles): Promise<SearchPredictor> {
  const index = await openIndex(files);
  return {
    task: 'search',
    about: index.about,
    predict: async (batch) => await searchByK(batch, (questions, k) => index.search(questions, k)),
    close: async () => await index.close(),
  };
}

/** Questions that want equally many hits go together: the number takes part in how candidates are found. */
async function searchByK(
  batch: readonly SearchQuestion[],
  search: (questions: readonly string[], k: number) => Promise<SearchHit[][]>,
): Promise<SearchHit[][]> {
  const answers: SearchHit[][] = batch.map(() => []);
  for (const [k, places] of Map.groupBy(batch.keys(), (at) => batch[at]!.k)) {
    const found = await search(
      places.map((at) => batch[at]!.question),
      k,
    );
    for (const [i, at] of places.entries()) answers[at] = found[i]!;
  }
  return answers;
}
