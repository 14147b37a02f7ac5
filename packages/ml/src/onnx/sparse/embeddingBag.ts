/**
 * The first layer of a model over sparse features: the weighted sum of the table's rows named by each example.
 *
 * It is made of ordinary operators, and in an exported model that is all there is to it. For training the trainer
 * cuts the graph at `output` and computes the bag and its gradient itself, because the table is the one tensor that
 * must not go round as state: with 2^18 features and 77 classes, a step that passes weights and both Adam slots
 * through the runtime writes 240 MB for each batch of 64, of which it changes some 8,000 rows. See `rowTable.ts`.
 */
import { OnnxError } from '../errors.ts';
import type { Tensor } from '../graph/graph.ts';
import { showShape } from '../graph/shape.ts';
import { gather } from '../ops/gather.ts';
import { matmul } from '../ops/matmul.ts';
import { reshape } from '../ops/shapes.ts';

export interface EmbeddingBag {
  /** The key of its `SparseRows` in a batch. An exported model has the inputs `<name>.ids` and `<name>.weights`. */
  readonly name: string;
  readonly table: Tensor;
  readonly ids: Tensor;
  readonly weights: Tensor;
  /** `[B, H]`: Σₖ weight[b, k] · table[ids[b, k]]. */
  readonly output: Tensor;
}

/**
 * Adds a bag over `table` `[V, H]`, a parameter. Several bags may share one table (both towers of a retriever, say).
 * A table that is read by bags only is updated row by row; nothing else in the graph may then read it.
 */
export function embeddingBag(table: Tensor, name: string): EmbeddingBag {
  const { graph } = table;
  const width = table.shape[1];
  if (table.source.kind !== 'parameter' || table.shape.length !== 2 || width === undefined) {
    throw new OnnxError(
      'graph',
      `an embedding bag needs a parameter [V, H], not '${table.name}' of ${showShape(table.shape)}`,
    );
  }
  const ids = graph.input(`${name}.ids`, 'int64', ['B', `${name}.K`]);
  const weights = graph.input(`${name}.weights`, 'float32', ['B', `${name}.K`]);
  // [B, 1, K] · [B, K, H] sums while it multiplies; multiplying first would write the [B, K, H] product out.
  const row = reshape(weights, ['B', 1, `${name}.K`]);
  const bag: EmbeddingBag = {
    name,
    table,
    ids,
    weights,
    output: reshape(matmul(row, gather(table, ids)), ['B', width]),
  };
  graph.registerBag(bag);
  return bag;
}
