import { MlError } from '../errors.ts';
import type { ModelFiles } from '../files.ts';
import { z } from 'zod';
import { float32, fromOrt, inspectModel, openSession, toOrt } from '../onnx/index.ts';
import { RERANK_FEATURES, RERANK_WIDTH, RerankFeatures, type Candidate } from './rerankFeatures.ts';
import {
  RERANKER_FILE,
  RERANKER_ONNX,
  RERANKER_PREFIX,
  RERANKER_TERMS,
  rerankerFile,
  type RerankerFile,
} from './rerankerFile.ts';

export interface Reranker {
  readonly about: RerankerFile;
  /**
   * The candidates in their new order, with new scores: for the first `about.candidates` of them the share of belief
   * that falls to each (they sum to 1); those after keep their order below, with scores of 0 and less.
   * @param candidates best first, as the index gave them
   */
  rerank<T extends Candidate>(question: string, candidates: readonly T[]): Promise<T[]>;
  close(): Promise<void>;
}

/**
 * Opens the re-ranker that lies in an index, or gives null when there is none.
 * @throws MlError (input) when there is one that this Weft cannot read.
 */
export async function openReranker(files: ModelFiles, prefix = RERANKER_PREFIX): Promise<Reranker | null> {
  if (!files.files.some(({ path }) => path === prefix + RERANKER_FILE)) return null;
  const parsed = rerankerFile.safeParse(await files.json(prefix + RERANKER_FILE));
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error));
  const about = parsed.data;
  if (about.features.join() !== RERANK_FEATURES.join())
    throw unreadable('it was trained on other features than this version computes');
  const onnx = await files.read(prefix + RERANKER_ONNX);
  const { inputs, outputs } = inspectModel(onnx);
  if (inputs.map(({ name }) => name).join() !== 'features' || !outputs.some(({ name }) => name === 'scores'))
    throw unreadable(`${RERANKER_ONNX} does not turn features into scores`);
  const features = new RerankFeatures(await files.read(prefix + RERANKER_TERMS));
  const session = await openSession(onnx);
  return {
    about,
    async rerank(question, candidates) {
      const seen = candidates.slice(0, about.candidates);
      if (seen.length < 2) return [...candidates];
      const rows = float32(features.of(question, seen), [seen.length, RERANK_WIDTH]);
      const results = await session.run({ features: toOrt(rows) });
      const shares = softmax(fromOrt(results.scores!).data as Float32Array);
      const ordered = [...seen.keys()].sort((a, b) => shares[b]! - shares[a]! || a - b);
      return [
        ...ordered.map((at) => ({ ...seen[at]!, score: shares[at]! })),
        ...candidates.slice(seen.length).map((candidate, at) => ({ ...candidate, score: -at })),
      ];
    },
    close: () => session.release(),
  };
}

/** What `withReranker` needs of an index, and gives back. */
export interface Searchable<T extends Candidate> {
  search(questions: readonly string[], k: number): Promise<T[][]>;
  close(): Promise<void>;
}

/**
 * The same index, its answers re-ranked. It is asked for as many hits as the re-ranker looks at, so a document that the
 * index alone puts 15th can come first.
 */
export function withReranker<T extends Candidate, I extends Searchable<T>>(index: I, reranker: Reranker): I {
  const { candidates } = reranker.about;
  return {
    ...index,
    async search(questions: readonly string[], k: number) {
      const found = await index.search(questions, Math.max(k, candidates));
      const ranked: T[][] = [];
      for (const [at, hits] of found.entries())
        ranked.push((await reranker.rerank(questions[at]!, hits)).slice(0, k));
      return ranked;
    },
    async close() {
      await reranker.close();
      await index.close();
    },
  };
}

function softmax(scores: Float32Array): Float64Array {
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const powers = Float64Array.from(scores, (score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

const unreadable = (reason: string): MlError =>
  new MlError('input', 'reranker.format', `the index's re-ranker cannot be read: ${reason}; train it again`);
