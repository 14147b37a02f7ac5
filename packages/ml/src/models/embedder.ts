import type { ModelFiles, FileSet } from '../files.ts';
import { z } from 'zod';
import { decodeLsa, embedLsa } from '../embed/lsa/index.ts';
import { locateModel, modelsFolder, openTextEmbedder } from '../embed/transformers/index.ts';
import { MODEL_FILE, MODEL_FORMAT, parseModelFile } from './modelFile.ts';

/**
 * The model with task "text-embedding": what makes a vector of a text, for the texts of an index and for the questions
 * asked of it.
 *
 *     model.json     { format, version, task: 'text-embedding', runtime, dimensions, … }
 *     embedder.bin   runtime "lsa": the built-in embeddings' whole state
 *
 * Runtime "transformers" only names a model in the models folder: its weights are too large to copy into every index,
 * and their hash is part of the key of whatever they made.
 */
export const EMBEDDER_FILE = 'embedder.bin';

const common = {
  format: z.literal(MODEL_FORMAT),
  version: z.literal(1),
  task: z.literal('text-embedding'),
  dimensions: z.int().positive(),
};
const embedderModel = z.discriminatedUnion('runtime', [
  z.strictObject({ ...common, runtime: z.literal('lsa') }),
  z.strictObject({
    ...common,
    runtime: z.literal('transformers'),
    model: z.string(),
    dtype: z.string(),
    pooling: z.enum(['mean', 'cls']),
    normalize: z.boolean(),
    question_prefix: z.string(),
  }),
]);
export type EmbedderModel = z.output<typeof embedderModel>;

export interface Embedder {
  readonly dimensions: number;
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

export const embedderFiles = (model: EmbedderModel, state?: Uint8Array): FileSet => ({
  [MODEL_FILE]: JSON.stringify(model),
  ...(state === undefined ? {} : { [EMBEDDER_FILE]: state }),
});

/**
 * Opens the embedder that lies in these files, its own or those of an index.
 * @throws MlError (input) when there is none, or when its model is not on this machine.
 */
export async function openEmbedder(files: ModelFiles, prefix = ''): Promise<Embedder> {
  const model = await parseModelFile(
    { ...files, json: async (path) => await files.json(prefix + path) },
    embedderModel,
    'text-embedding',
  );
  if (model.runtime === 'lsa') {
    const lsa = decodeLsa(await files.read(prefix + EMBEDDER_FILE));
    return {
      dimensions: lsa.dimensions,
      embed: async (texts) => texts.map((text) => embedLsa(lsa, text)),
      close: async () => {},
    };
  }
  const { pooling, normalize, dtype, question_prefix } = model;
  const embedder = await openTextEmbedder(locateModel(modelsFolder(), model.model, dtype), {
    pooling,
    normalize,
  });
  return {
    ...embedder,
    embed: async (texts) => await embedder.embed(texts.map((text) => question_prefix + text)),
  };
}
