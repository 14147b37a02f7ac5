/**
 * What an optimizer is: a rule that turns a gradient into a new value, written twice.
 *
 * `update` writes it as graph nodes for parameters that are updated whole. `updateRows` is the same rule in
 * JavaScript for tables of which a batch touches few rows (`sparse/`); a test holds the two together.
 * Slots are the rule's memory, one tensor of the parameter's shape each; they start at 0.
 */
import type { Tensor } from '../graph/graph.ts';

export interface Optimizer {
  /** Names its slots in a state, e.g. `adam`. */
  readonly name: string;
  readonly slots: readonly string[];
  /** The numbers that change with each step, computed in float64 from the step (from 0) and the learning rate. */
  scalars(step: number, learningRate: number): Readonly<Record<string, number>>;
  /** The scalars' names: the graph needs them before the first step. */
  readonly scalarNames: readonly string[];
  update(update: DenseUpdate): {
    readonly parameter: Tensor;
    readonly slots: Readonly<Record<string, Tensor>>;
  };
  updateRows(update: RowsUpdate): void;
}

export interface DenseUpdate {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
  readonly scalars: Readonly<Record<string, Tensor>>;
  /** Whether weight decay applies to this parameter. */
  readonly decay: boolean;
}

export interface RowsUpdate {
  /** The whole table, row after row; changed in place. */
  readonly table: Float32Array;
  readonly slots: Readonly<Record<string, Float32Array>>;
  readonly width: number;
  /** The rows to update. */
  readonly rows: Int32Array;
  /** Their gradients, in the order of `rows`. */
  readonly gradient: Float32Array;
  readonly scalars: Readonly<Record<string, number>>;
  readonly decay: boolean;
}
