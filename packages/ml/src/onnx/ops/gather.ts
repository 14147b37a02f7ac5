/** Row look-up with a gradient that adds up repeated rows. */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { combineDims, showShape } from '../graph/shape.ts';
import type { Dim, Shape } from '../graph/shape.ts';
import { zerosFloat32 } from '../hostTensor.ts';
import { gemm } from './matmul.ts';
import { expandLike, reshape } from './shapes.ts';

/**
 * Up to this many rows the gradient is a one-hot matrix product: no slower than scattering there (2,048 ids of width
 * 128 into 256 rows, one thread: 1.2 ms against 0.9 ms) and free of races on every provider, GPUs included. It grows
 * with the table (20 ms for 4,096 rows against 1.2 ms), so larger ones are scattered.
 */
const ONE_HOT_LIMIT = 256;

/**
 * Rows of `table` `[V, …]` by int64 `ids` of any shape: `[…ids, …row]`. The trainer refuses batches with ids
 * outside 0..V−1.
 *
 * Gradient: row r receives the sum over all places where ids = r. ScatterND would be shorter to write and up to
 * 15 times as fast, but it updates in parallel, and repeated ids race: with two threads 12 equal runs gave 12 different
 * results. ScatterElements gave one, the same as with one thread.
 */
export function gather(table: Tensor, ids: Tensor): Tensor {
  const [rows, ...row] = table.shape;
  if (rows === undefined || ids.dtype !== 'int64') {
    throw new OnnxError(
      'graph',
      `gather needs a table and int64 ids, not ${showShape(table.shape)} and ${ids.dtype}`,
    );
  }
  if (typeof rows === 'number') table.graph.limitIds(ids, rows);
  return table.graph.applyOne({
    opType: 'Gather',
    inputs: [table, ids],
    attributes: { axis: { int: 0 } },
    output: { dtype: table.dtype, shape: [...ids.shape, ...row] },
    gradient: (dy) => [tableGradient({ table, ids, dy }), undefined],
  });
}

/** Vectors of `depth` with 1 at the id and 0 elsewhere: `[…ids]` → `[…ids, depth]`. `on` and `off` replace 1 and 0. */
export function oneHot(
  ids: Tensor,
  depth: number,
  values: { off: number; on: number } = { off: 0, on: 1 },
): Tensor {
  const { graph } = ids;
  graph.limitIds(ids, depth);
  const pair = { dtype: 'float32', shape: [2], data: Float32Array.of(values.off, values.on) } as const;
  return graph.applyOne({
    opType: 'OneHot',
    inputs: [ids, graph.indices([depth]), graph.constant(pair)],
    attributes: { axis: { int: -1 } },
    output: { dtype: 'float32', shape: [...ids.shape, depth] },
    gradient: 'none',
  });
}

function tableGradient({ table, ids, dy }: { table: Tensor; ids: Tensor; dy: Tensor }): Tensor {
  const [rows, ...row] = table.shape as [Dim, ...Dim[]];
  const width = combineDims(row, '*');
  const count = combineDims(ids.shape, '*');
  if (typeof rows !== 'number' || typeof width !== 'number') {
    throw new OnnxError(
      'graph',
      `the gradient of gather needs a table of known size, not ${showShape(table.shape)}`,
    );
  }
  const flatIds = flatten(ids, [count]);
  const flatDy = flatten(dy, [count, width]);
  const flat =
    rows <= ONE_HOT_LIMIT
      ? gemm(oneHot(flatIds, rows), flatDy, { transA: true })
      : scatterAdd({ rows, width, ids: flatIds, values: flatDy });
  return flatten(flat, table.shape);
}

function scatterAdd({
  rows,
  width,
  ids,
  values,
}: {
  rows: number;
  width: number;
  ids: Tensor;
  values: Tensor;
}): Tensor {
  const { graph } = ids;
  // Zeros are expanded at run time: as a constant they would be written into the training graph in full.
  const zeros = graph.applyOne({
    opType: 'Expand',
    inputs: [graph.constant(zerosFloat32([1, 1])), graph.indices([rows, width])],
    output: { dtype: 'float32', shape: [rows, width] },
    gradient: 'none',
  });
  const column = graph.applyOne({
    opType: 'Unsqueeze',
    inputs: [ids, graph.indices([1])],
    output: { dtype: 'int64', shape: [...ids.shape, 1] },
    gradient: 'none',
  });
  return graph.applyOne({
    opType: 'ScatterElements',
    inputs: [zeros, expandLike(column, values), values],
    attributes: { axis: { int: 0 }, reduction: { string: 'add' } },
    output: { dtype: 'float32', shape: [rows, width] },
    gradient: 'none',
  });
}

/** Merges or unfolds leading axes; unlike `reshape`, it may fold several unknown dimensions into one. */
function flatten(x: Tensor, shape: Shape): Tensor {
  if (x.shape.length === shape.length && x.shape.every((dim, axis) => dim === shape[axis])) return x;
  return reshape(x, shape);
}
