import { MlError } from '../../errors.ts';
import type { FeatureExtractionPipeline } from '@huggingface/transformers';
import type { ModelFolder } from './modelFolder.ts';

export interface TextEmbedderOptions {
  /** How token vectors become one: their mean, or the first token's. Default mean. */
  readonly pooling?: 'mean' | 'cls';
  /** Bring vectors to length 1. Default true. */
  readonly normalize?: boolean;
  /** Threads of the runtime. Default 1; part of what decides the last bits, like the model itself. */
  readonly threads?: number;
}

export interface TextEmbedder {
  readonly dimensions: number;
  /** One vector per text, in order. Texts longer than the model takes are cut at its limit. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/**
 * Texts that go through the model together. A constant: the padding inside a batch might change last bits, so the
 * same texts must always meet the same neighbours. 32 is where more stopped helping (592 texts/s of 14 words by a
 * MiniLM-sized model on one thread, 296 one by one).
 */
const BATCH = 32;

/** Opens a feature-extraction model from a local folder. Nothing is ever fetched. */
export async function openTextEmbedder(
  model: ModelFolder,
  options: TextEmbedderOptions = {},
): Promise<TextEmbedder> {
  const { pooling = 'mean', normalize = true, threads = 1 } = options;
  const extract = await load(model, threads);
  const embed = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += BATCH) {
      const output = await extract(texts.slice(from, from + BATCH), { pooling, normalize });
      const [rows, width] = output.dims as [number, number];
      const values = output.data as Float32Array;
      for (let row = 0; row < rows; row++) vectors.push(values.slice(row * width, (row + 1) * width));
    }
    return vectors;
  };
  const close = async (): Promise<void> => {
    await extract.dispose();
  };
  const [probe] = await embed(['a', 'a longer text, so that the other one is padded']).catch(
    async (cause: unknown) => {
      await close();
      throw new MlError(
        'input',
        'embed.model_unusable',
        `the model "${model.id}" cannot embed a text: ${withoutPaths(cause, model)}; its tokenizer_config.json must name the pad_token and the unk_token of tokenizer.json`,
        { cause },
      );
    },
  );
  return { dimensions: probe!.length, embed, close };
}

/** The library's settings are global to the process, so models are loaded one after the other. */
let loading: Promise<unknown> = Promise.resolve();

function load(model: ModelFolder, threads: number): Promise<FeatureExtractionPipeline> {
  const turn = loading.then(() => loadNow(model, threads));
  loading = turn.catch(() => undefined);
  return turn;
}

async function loadNow(model: ModelFolder, threads: number): Promise<FeatureExtractionPipeline> {
  const { env, pipeline } = await import('@huggingface/transformers');
  Object.assign(env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    localModelPath: model.root,
    useFSCache: false,
    useBrowserCache: false,
    useWasmCache: false,
    fetch: refuseToFetch,
  });
  try {
    return await pipeline('feature-extraction', model.id, {
      dtype: model.dtype,
      device: 'cpu',
      session_options: {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
      },
    });
  } catch (cause) {
    throw new MlError(
      'input',
      'embed.model_unreadable',
      `the model "${model.id}" (${model.dtype}) cannot be loaded: ${withoutPaths(cause, model)}`,
      { cause },
    );
  }
}

const refuseToFetch = (): never => {
  throw new Error('models are read from the models folder only');
};

/** The reason, without where the models folder lies on this machine. */
function withoutPaths(cause: unknown, { root }: ModelFolder): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return reason.replaceAll(root, 'the models folder').replace(/\s+/g, ' ').slice(0, 300);
}
