/** InfoNCE: learn embeddings in which a query lies nearer to its own document than to all others. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { sameShape, showShape } from '../graph/shape.ts';
import { add, mul } from './arithmetic.ts';
import { where } from './logic.ts';
import { crossEntropyWithTargets } from './losses.ts';
import { gemm } from './matmul.ts';
import { concat } from './shapes.ts';

export interface InfoNceOptions {
  /** `[B, D]`. Normalise both sides (`l2Normalise`) if scores shall be cosines. */
  readonly queries: Tensor;
  /** `[B, D]`: row i answers query i; the other rows serve as its negatives. */
  readonly documents: Tensor;
  /** Further documents `[N, D]` that answer none of the queries; every query sees all of them. */
  readonly hardNegatives?: Tensor;
  /** Scores are divided by it; typically 0.01 to 0.1 for cosines. Default 0.05. */
  readonly temperature?: number;
  /**
   * bool `[B, B]` (`[B, B+N]` with hard negatives): true removes a pair, because the "negative" is in truth another
   * right answer, such as a second copy of the same document in the batch. Never true on the diagonal.
   */
  readonly exclude?: Tensor;
  /** Average with the loss of documents looking for their query. Default false. */
  readonly symmetric?: boolean;
  /** One weight per pair, `[B]`. */
  readonly weights?: Tensor;
}

/** Far below any score, yet finite, so that softmax and its derivative stay free of NaN. */
const EXCLUDED_SCORE = -1e9;

/** van den Oord, Li & Vinyals 2018, arXiv:1807.03748, eq. 4, with the batch as the set of candidates. */
export function infoNce(options: InfoNceOptions): Tensor {
  const { queries, documents, hardNegatives, temperature = 0.05, exclude, weights } = options;
  if (!sameShape(queries.shape, documents.shape) || queries.shape.length !== 2) {
    throw new OnnxError(
      'graph',
      `InfoNCE needs queries and documents of one shape [B, D], not ${showShape(queries.shape)} and ${showShape(documents.shape)}`,
    );
  }
  if (!(temperature > 0)) throw new OnnxError('graph', `the temperature must be above 0, not ${temperature}`);
  if (options.symmetric && exclude)
    throw new OnnxError('graph', 'symmetric InfoNCE with excluded pairs is not offered; use one of the two');

  const candidates = hardNegatives ? concat([documents, hardNegatives], 0) : documents;
  const scores = mul(gemm(queries, candidates, { transB: true }), 1 / temperature);
  const kept = exclude ? where(exclude, scores.graph.constant(EXCLUDED_SCORE), scores) : scores;
  const forward = crossEntropyWithTargets(kept, diagonal(kept), { weights });
  if (!options.symmetric) return forward;

  const reversed = mul(gemm(documents, queries, { transB: true }), 1 / temperature);
  return mul(add(forward, crossEntropyWithTargets(reversed, diagonal(reversed), { weights })), 0.5);
}

/** Ones on the diagonal: candidate i is the answer to query i. */
function diagonal(scores: Tensor): Tensor {
  return scores.graph.applyOne({
    opType: 'EyeLike',
    inputs: [scores],
    output: { dtype: 'float32', shape: scores.shape },
    gradient: 'none',
  });
}
