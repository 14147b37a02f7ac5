import type { FileSet } from '../../files.ts';
import { sortedJson } from '../../json.ts';
import { RERANK_FEATURES } from '../../models/rerankFeatures.ts';
import {
  RERANKER_FILE,
  RERANKER_ONNX,
  RERANKER_PREFIX,
  RERANKER_TERMS,
  type RerankerFile,
} from '../../models/rerankerFile.ts';
import type { HostTensor } from '../../onnx/index.ts';
import { rankerOnnx, type RankerShape } from './ranker.ts';

export interface TrainedReranker {
  readonly shape: RankerShape;
  readonly parameters: ReadonlyMap<string, HostTensor>;
  /** What `fitTerms` gave for the index's texts. */
  readonly terms: Uint8Array;
  /** How many hits of the index it looks at. */
  readonly candidates: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** A re-ranker as `models/rerankerFile.ts` describes it, under the paths it has inside an index. */
export function rerankerFiles({ shape, parameters, terms, candidates, metrics }: TrainedReranker): FileSet {
  const about: RerankerFile = {
    format: 'weft.reranker',
    version: 1,
    features: [...RERANK_FEATURES],
    candidates,
    metrics: { ...metrics },
  };
  return {
    [RERANKER_PREFIX + RERANKER_FILE]: sortedJson(about),
    [RERANKER_PREFIX + RERANKER_ONNX]: rankerOnnx(shape, parameters),
    [RERANKER_PREFIX + RERANKER_TERMS]: terms,
  };
}
