/** Matrix products. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { broadcastShapes, combineDims, showShape } from '../graph/shape.ts';
import type { Dim } from '../graph/shape.ts';
import { add } from './arithmetic.ts';
import { reshape, sumTo, transpose } from './shapes.ts';

interface GemmOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  /** Added to every row. */
  readonly bias?: Tensor;
}

/**
 * A·B for matrices, either one optionally transposed, plus a bias row. The transposes cost nothing in ONNX's Gemm,
 * where a Transpose node in front would copy the matrix.
 */
export function gemm(a: Tensor, b: Tensor, options: GemmOptions = {}): Tensor {
  const { transA = false, transB = false, bias } = options;
  const [rows, inner] = transA ? [a.shape[1], a.shape[0]] : a.shape;
  const [innerB, columns] = transB ? [b.shape[1], b.shape[0]] : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || inner !== innerB) {
    throw new OnnxError(
      'graph',
      `cannot multiply ${showShape(a.shape)}${transA ? 'ᵀ' : ''} by ${showShape(b.shape)}${transB ? 'ᵀ' : ''}`,
    );
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== columns)) {
    throw new OnnxError(
      'graph',
      `a bias of ${showShape(bias.shape)} does not fit ${String(columns)} columns`,
    );
  }
  return a.graph.applyOne({
    opType: 'Gemm',
    inputs: bias ? [a, b, bias] : [a, b],
    attributes: { transA: { int: Number(transA) }, transB: { int: Number(transB) } },
    output: { dtype: 'float32', shape: [rows as Dim, columns as Dim] },
    gradient: (dy) => [
      transA ? gemm(b, dy, { transA: transB, transB: true }) : gemm(dy, b, { transB: !transB }),
      transB ? gemm(dy, a, { transA: true, transB: transA }) : gemm(a, dy, { transA: !transA }),
      bias && sumTo(dy, bias.shape),
    ],
  });
}

/** The matrix product over the last two axes; leading axes broadcast. Rank 2 or more on both sides. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length < 2 || b.shape.length < 2)
    throw new OnnxError(
      'graph',
      `matmul needs matrices, not ${showShape(a.shape)} and ${showShape(b.shape)}`,
    );
  if (a.shape.length === 2 && b.shape.length === 2) return gemm(a, b);
  if (a.shape.at(-1) !== b.shape.at(-2))
    throw new OnnxError('graph', `cannot multiply ${showShape(a.shape)} by ${showShape(b.shape)}`);
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return a.graph.applyOne({
    opType: 'MatMul',
    inputs: [a, b],
    output: { dtype: 'float32', shape: [...batch, a.shape.at(-2) as Dim, b.shape.at(-1) as Dim] },
    gradient: (dy) => [
      sumTo(matmul(dy, swapLastTwo(b)), a.shape),
      sumTo(matmul(swapLastTwo(a), dy), b.shape),
    ],
  });
}

/**
 * x·weight + bias over the last axis, for `x` of any rank: `[…, I]` → `[…, O]` with weight `[I, O]`, bias `[O]`.
 * Leading axes are folded into one, so that forward and both gradients are single Gemm calls.
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  if (x.shape.length === 2) return gemm(x, weight, { bias });
  const lead = x.shape.slice(0, -1);
  const folded = reshape(x, [combineDims(lead, '*'), x.shape.at(-1) as Dim]);
  const symbols = lead.filter((dim) => typeof dim === 'string');
  // Unfolding can infer one unknown dimension; with more of them the batched product does the work.
  if (symbols.length > 1) return bias ? add(matmul(x, weight), bias) : matmul(x, weight);
  return reshape(gemm(folded, weight, { bias }), [...lead, weight.shape[1] as Dim]);
}

function swapLastTwo(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const rank = axes.length;
  return transpose(x, [...axes.slice(0, -2), rank - 1, rank - 2]);
}
