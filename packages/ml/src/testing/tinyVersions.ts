import { mkdtemp, mkdir, copyFile, writeFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { embedLsa, encodeLsa, fitLsa, type LsaModel } from '../embed/index.ts';
import type { FileSet } from '../files.ts';
import { embedderFiles, textFeatures } from '../models/index.ts';
import { fitTerms, RerankFeatures, type Candidate } from '../models/rerankFeatures.ts';
import {
  HYBRID_DEFAULTS,
  indexFiles,
  LexicalIndexBuilder,
  VectorIndexBuilder,
  vectorIndexOptions,
} from '../search/index.ts';
import { encodeTfidf, fitTfidf } from '../text/index.ts';
import {
  ClassifierFit,
  classifierFiles,
  RetrieverFit,
  rerankerFiles,
  type Examples,
} from '../train/index.ts';

/** Twenty documents on four topics. */
export const TOPICS = ['printer', 'holiday', 'invoice', 'password'] as const;
export const DOCUMENTS = TOPICS.flatMap((topic) =>
  ['is missing', 'was changed', 'needs approval', 'has to be renewed', 'does not work'].map((what, n) => ({
    document: `${topic}-${n}`,
    topic,
    text: `The ${topic} of the office ${what}; ask the ${topic} desk about number ${n}.`,
  })),
);

/** Writes files into a new folder below the temporary one; `await using` removes it. */
export async function folderOf(
  files: FileSet,
  prefix = '',
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'weft-ml-'));
  for (const [name, content] of Object.entries(files)) {
    const target = join(path, prefix, ...name.split('/'));
    await mkdir(dirname(target), { recursive: true });
    if (typeof content === 'object' && 'localPath' in content) await copyFile(content.localPath, target);
    else await writeFile(target, content);
  }
  return { path, [Symbol.asyncDispose]: async () => await rm(path, { recursive: true }) };
}

/** Learns which topic a text is about. */
export async function tinyClassifier(): Promise<FileSet> {
  const texts = DOCUMENTS.map(({ text }) => text);
  const features = fitTfidf(texts, { families: [{ kind: 'words', from: 1, to: 1, stem: true }] });
  const opened = textFeatures(features);
  const labels = [...TOPICS].sort();
  const examples: Examples = {
    labels,
    classes: Int32Array.from(DOCUMENTS, ({ topic }) => labels.indexOf(topic)),
    text: { rows: opened.featurize(texts), dimension: opened.dimension, file: encodeTfidf(features) },
    vectors: null,
  };
  const fit = await ClassifierFit.start({
    examples,
    params: {
      head: 'linear',
      hidden: 8,
      epochs: 40,
      batch_size: 8,
      learning_rate: 0.05,
      schedule: 'constant',
      warmup: 0,
      weight_decay: 0,
      label_smoothing: 0,
      dropout: 0,
      class_weights: 'none',
      validation_split: 0,
      patience: 0,
      refit: false,
      calibration: false,
    },
    seed: 1,
    threads: 1,
    providers: ['cpu'],
    onEpoch: () => {},
  });
  while (!(await fit.step()).done);
  const { files } = classifierFiles(examples, fit.result());
  await fit.close();
  return files;
}

export function tinyLsa(): LsaModel {
  return fitLsa(
    DOCUMENTS.map(({ text }) => text),
    { dimensions: 8 },
  );
}

export function tinyEmbedder(lsa = tinyLsa()): FileSet {
  const { dimensions } = lsa;
  return embedderFiles(
    { format: 'weft.model', version: 1, task: 'text-embedding', runtime: 'lsa', dimensions },
    encodeLsa(lsa),
  );
}

/** A hybrid index of the documents with its embedder. `dir` keeps the vectors while the files are in use. */
export async function tinyIndex(dir: string): Promise<FileSet> {
  const lsa = tinyLsa();
  const builder = await VectorIndexBuilder.open({
    options: vectorIndexOptions({ dimensions: lsa.dimensions }),
    dir,
    threads: 1,
  });
  const lexical = new LexicalIndexBuilder();
  const stacked = new Float32Array(DOCUMENTS.length * lsa.dimensions);
  for (const [at, { text }] of DOCUMENTS.entries()) {
    lexical.add(text);
    stacked.set(embedLsa(lsa, text), at * lsa.dimensions);
  }
  await builder.add(stacked);
  const files = indexFiles({
    rows: DOCUMENTS.map(({ document, text }) => ({
      chunk: document,
      document,
      title: document,
      text,
      start: 0,
      end: text.length,
    })),
    dimensions: lsa.dimensions,
    vectors: await builder.finish(),
    lexical: lexical.index(),
    fusion: HYBRID_DEFAULTS,
    embedder: tinyEmbedder(lsa),
  });
  await builder.close();
  return files;
}

/** A re-ranker trained on what an index answers to the documents' own sentences. */
export async function tinyReranker(
  search: (questions: readonly string[], k: number) => Promise<readonly (readonly Candidate[])[]>,
): Promise<FileSet> {
  const pairs = DOCUMENTS.map(({ document, text }) => ({ question: text.split(';')[0]!, document }));
  const terms = fitTerms(DOCUMENTS.map(({ text }) => text));
  const params = {
    candidates: 5,
    hidden: 4,
    epochs: 2,
    batch_size: 4,
    learning_rate: 0.01,
    weight_decay: 0,
  };
  const fit = await RetrieverFit.open(
    {
      pairs,
      held: new Uint8Array(pairs.length),
      search,
      features: new RerankFeatures(terms),
      params,
      seed: 1,
      threads: 1,
      onEpoch: () => {},
    },
    undefined,
  );
  while (!(await fit.step()).done);
  const { shape, parameters } = fit.learned;
  await fit.close();
  return rerankerFiles({ shape, parameters, terms, candidates: params.candidates, metrics: {} });
}
