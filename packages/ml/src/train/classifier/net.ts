import {
  Graph,
  add,
  div,
  embeddingBag,
  float32,
  glorotUniform,
  linear,
  matmul,
  mul,
  relu,
  slice,
  sub,
  zeros,
  type HostTensor,
  type Rng,
  type Tensor,
} from '../../onnx/index.ts';

/**
 * What a classifier computes. Both kinds of input, sparse text features and dense vectors, go through one linear map
 * into one row of numbers, of which the first `hidden` feed the hidden layer and the others are answers already:
 *
 *     bag(text) + standardise(vector)·W + b  =  [ hidden | direct ]
 *     mlp     =  relu(hidden)·W₂ + b₂
 *     linear  =  3 · direct
 *     logits  =  mlp, linear, or the mean of both
 *
 * With both, each head learns from its own loss and only their answers are averaged: an ensemble of two that err
 * differently in one graph, which looks a text's features up once. Learning from the loss of their sum instead was worse
 * than the mlp alone (banking77, `../README.md`).
 */
export interface NetShape {
  readonly head: 'linear' | 'mlp' | 'both';
  readonly classes: number;
  readonly hidden: number;
  /** Number of text features, or null when texts are not read. */
  readonly text: number | null;
  readonly vector: VectorScale | null;
}

/** Mean and deviation of each number of a vector over the training rows; what the net learns from has 0 and 1. */
export interface VectorScale {
  readonly size: number;
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
}

export interface Net {
  readonly graph: Graph;
  /** `[B, classes]`, of the whole. */
  readonly logits: Tensor;
  /** `[B, classes]` of each head: what the losses are taken of. */
  readonly heads: readonly Tensor[];
}

/**
 * A direct weight is multiplied by it. Adam moves every weight by the same amount; behind a hidden layer that is
 * multiplied by the next layer's weights, and here by this, so that one learning rate serves both heads.
 */
const DIRECT_GAIN = 3;

type Parameter = HostTensor & { dtype: 'float32' };
/** A parameter's value: drawn for a new net, looked up for one that has learned. */
export type ValueOf = (name: string, draw: (rng: Rng) => Parameter) => Parameter;

/** @param dropout  with it, the graph has a float input `dropout` `[B, hidden]` that the hidden units are multiplied by */
export function buildNet(shape: NetShape, valueOf: ValueOf, { dropout = false } = {}): Net {
  const { head, classes, text, vector } = shape;
  const hidden = head === 'linear' ? 0 : shape.hidden;
  const width = hidden + (head === 'mlp' ? 0 : classes);
  const graph = new Graph();
  const parameter = (name: string, draw: (rng: Rng) => Parameter): Tensor =>
    graph.parameter(name, valueOf(name, draw));

  const parts: Tensor[] = [];
  if (text !== null) {
    const table = parameter('text/table', (rng) => inputWeights(rng, { rows: text, hidden, width }));
    parts.push(embeddingBag(table, 'text').output);
  }
  if (vector) {
    const { size } = vector;
    const given = graph.input('vector', 'float32', ['B', size]);
    const centred = sub(given, graph.constant(float32(vector.mean, [size])));
    const standard = div(centred, graph.constant(float32(vector.deviation, [size])));
    parts.push(
      matmul(
        standard,
        parameter('vector/weight', (rng) => inputWeights(rng, { rows: size, hidden, width })),
      ),
    );
  }
  const [first, ...rest] = parts;
  if (!first) throw new TypeError('a classifier reads texts, vectors or both');
  const sum = add(
    rest.reduce(add, first),
    parameter('input/bias', () => zeros([width])),
  );
  const heads: Tensor[] = [];
  if (hidden > 0) {
    const active = relu(slice(sum, { axis: 1, start: 0, end: hidden }));
    const kept = dropout ? mul(active, graph.input('dropout', 'float32', ['B', hidden])) : active;
    const weight = parameter('output/weight', (rng) => glorotUniform(rng, [hidden, classes]));
    const bias = parameter('output/bias', () => zeros([classes]));
    heads.push(linear(kept, weight, bias));
  }
  if (head !== 'mlp') heads.push(mul(slice(sum, { axis: 1, start: hidden }), DIRECT_GAIN));
  return { graph, logits: mean(heads), heads };
}

/** Of tensors of one shape. */
export function mean(tensors: readonly Tensor[]): Tensor {
  const [only, ...others] = tensors;
  return others.length === 0 ? only! : mul(others.reduce(add, only!), 1 / tensors.length);
}

/** The parameters a net of this shape has. */
export function parameterNames(shape: NetShape): string[] {
  return [
    ...(shape.text === null ? [] : ['text/table']),
    ...(shape.vector ? ['vector/weight'] : []),
    'input/bias',
    ...(shape.head === 'linear' ? [] : ['output/weight', 'output/bias']),
  ];
}

/**
 * Weights `[rows, width]` of the first layer: Glorot's even spread into the hidden units, and 0 into the logits, so that
 * training starts from equal probabilities and a feature never learned from says nothing.
 */
function inputWeights(rng: Rng, size: { rows: number; hidden: number; width: number }): Parameter {
  const { rows, hidden, width } = size;
  const weights = zeros([rows, width]);
  if (hidden === 0) return weights;
  const drawn = glorotUniform(rng, [rows, hidden]);
  for (let row = 0; row < rows; row++)
    weights.data.set(drawn.data.subarray(row * hidden, (row + 1) * hidden), row * width);
  return weights;
}
