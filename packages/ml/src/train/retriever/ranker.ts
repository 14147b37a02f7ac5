import {
  Graph,
  Rng,
  add,
  div,
  emitModel,
  encodeModel,
  exp,
  float32,
  glorotUniform,
  linear,
  log,
  logSoftmax,
  mul,
  neg,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  sub,
  zeros,
  type HostTensor,
  type Tensor,
} from '../../onnx/index.ts';
import { RERANK_FEATURES, RERANK_WIDTH } from '../../models/rerankFeatures.ts';

/**
 * What a re-ranker computes for one candidate: the index's own score, and what the other features say beside it.
 *
 *     score  =  gain · score_stretched  +  relu(standardise(x)·W₁ + b₁)·W₂
 *
 * W₂ starts at 0, so before the first step it ranks exactly as the index does, and weight decay pulls it back there.
 */
export interface RankerShape {
  readonly hidden: number;
  /** Mean and deviation of each feature over the training candidates. */
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

type Parameter = HostTensor & { dtype: 'float32' };
type ValueOf = (name: string, draw: () => Parameter) => Parameter;

const STRETCHED = RERANK_FEATURES.indexOf('score_stretched');
/** How sure the index is of its first candidate before anything was learned: e^4 times as likely as the last. */
const FIRST_GAIN = 4;

function scoresOf(graph: Graph, shape: RankerShape, valueOf: ValueOf): { features: Tensor; scores: Tensor } {
  const { hidden, mean, deviation } = shape;
  const parameter = (name: string, draw: () => Parameter): Tensor =>
    graph.parameter(name, valueOf(name, draw));
  const features = graph.input('features', 'float32', ['N', RERANK_WIDTH]);
  const pick = zeros([RERANK_WIDTH, 1]);
  pick.data[STRETCHED] = 1;
  const stretched = linear(features, graph.constant(pick));
  const gain = parameter('gain', () => float32([FIRST_GAIN], [1]));
  const standard = div(
    sub(features, graph.constant(float32(mean, [RERANK_WIDTH]))),
    graph.constant(float32(deviation, [RERANK_WIDTH])),
  );
  const units = relu(
    linear(
      standard,
      parameter('hidden/weight', () => glorotUniform(Rng.seeded(0), [RERANK_WIDTH, hidden])),
      parameter('hidden/bias', () => zeros([hidden])),
    ),
  );
  const learned = linear(
    units,
    parameter('output/weight', () => zeros([hidden, 1])),
  );
  return { features, scores: add(mul(stretched, gain), learned) };
}

/**
 * The net that learns, over questions with `candidates` places each. Batches bring `features` `[B·K, F]`, `absent`
 * `[B, K]` (−10⁹ where a question has fewer candidates, else 0) and `right` `[B, K]` (1 for candidates of the right
 * document). The loss is −ln of the share that falls to the right document, however many of its chunks are candidates:
 * InfoNCE with the candidates the index itself confuses with the right one as negatives.
 */
export function rankerGraph(
  shape: RankerShape,
  candidates: number,
  rng: Rng,
): { graph: Graph; loss: Tensor; scores: Tensor } {
  const graph = new Graph();
  const { scores } = scoresOf(graph, shape, (name, draw) =>
    name === 'hidden/weight' ? glorotUniform(rng, [RERANK_WIDTH, shape.hidden]) : draw(),
  );
  const absent = graph.input('absent', 'float32', ['B', candidates]);
  const right = graph.input('right', 'float32', ['B', candidates]);
  const shares = exp(logSoftmax(add(reshape(scores, ['B', candidates]), absent)));
  const found = reduceSum(mul(shares, right), [1]);
  return { graph, loss: reduceMean(neg(log(add(found, 1e-9)))), scores };
}

/** reranker.onnx: `features` `[N, F]` → `scores` `[N, 1]`. */
export function rankerOnnx(shape: RankerShape, parameters: ReadonlyMap<string, HostTensor>): Uint8Array {
  const graph = new Graph();
  const { scores } = scoresOf(graph, shape, (name) => parameters.get(name) as Parameter);
  return encodeModel(emitModel({ graph, outputs: { scores }, values: parameters, graphName: 'reranker' }));
}
