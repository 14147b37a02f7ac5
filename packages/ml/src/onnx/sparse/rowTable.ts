/**
 * A large embedding table in JavaScript memory, of which each batch reads and changes a few rows in place.
 *
 * One step: `sum` for every bag before the graph runs; `accumulate` for every bag with the gradient that the graph
 * gave for its output; `apply` once. Nothing is changed before `apply`, so a step that fails leaves the table as it was.
 *
 * Why outside the graph, for B = 64 examples of 180 features over 40,000 rows of width 77. Through the graph, every step
 * would write table and slots anew: 37 MB here, growing with V. Gathering the U touched rows into a dense
 * [B, U] · [U, H] product would take 2 × 100 MFLOP instead of 2 × 0.9 million multiply-adds, growing with B · U.
 * JavaScript, measured on one thread: 1.4 ms to sum, 0.8 ms to accumulate, 3.7 ms for lazy Adam on the 9,900 rows touched
 * (5 ns per element). Ids were drawn evenly, the worst case: in real text most features of a batch recur.
 *
 * Sums are taken in the order of the data, in float64 rounded to float32 at each store, so the bits are the same on
 * every machine.
 */
import type { Optimizer } from '../optim/optimizer.ts';
import { rowCount } from './sparseRows.ts';
import type { SparseRows } from './sparseRows.ts';

export class RowTable {
  /** `[V, H]`, row after row. */
  readonly values: Float32Array;
  readonly slots: Readonly<Record<string, Float32Array>>;
  readonly width: number;
  /** Where a touched row's gradient stands in `#gradient`; −1 for rows not touched in this step. */
  readonly #place: Int32Array;
  #touched = new Int32Array(1024);
  #touchedCount = 0;
  #gradient: Float32Array;

  constructor(options: { values: Float32Array; width: number; slots: readonly string[] }) {
    this.values = options.values;
    this.width = options.width;
    this.slots = Object.fromEntries(
      options.slots.map((slot) => [slot, new Float32Array(options.values.length)]),
    );
    this.#place = new Int32Array(options.values.length / options.width).fill(-1);
    this.#gradient = new Float32Array(1024 * options.width);
  }

  /** The bag `[B, H]` of checked rows. */
  sum(rows: SparseRows): Float32Array {
    const { values, width } = this;
    const { offsets, ids, weights } = rows;
    const bag = new Float32Array(rowCount(rows) * width);
    for (let example = 0; example < rowCount(rows); example++) {
      const target = example * width;
      for (let k = offsets[example] as number; k < (offsets[example + 1] as number); k++) {
        const source = (ids[k] as number) * width;
        const weight = weights[k] as number;
        for (let column = 0; column < width; column++) {
          bag[target + column] =
            (bag[target + column] as number) + weight * (values[source + column] as number);
        }
      }
    }
    return bag;
  }

  /** Adds the gradient that reaches the table through one bag: weight · dBag for every feature of every example. */
  accumulate(rows: SparseRows, dBag: Float32Array): void {
    const { width } = this;
    const { offsets, ids, weights } = rows;
    this.#touch(ids);
    const gradient = this.#gradient;
    for (let example = 0; example < rowCount(rows); example++) {
      const source = example * width;
      for (let k = offsets[example] as number; k < (offsets[example + 1] as number); k++) {
        const target = (this.#place[ids[k] as number] as number) * width;
        const weight = weights[k] as number;
        for (let column = 0; column < width; column++) {
          gradient[target + column] =
            (gradient[target + column] as number) + weight * (dBag[source + column] as number);
        }
      }
    }
  }

  /** Updates the touched rows and forgets their gradients. */
  apply(optimizer: Optimizer, options: { scalars: Readonly<Record<string, number>>; decay: boolean }): void {
    const rows = this.#touched.subarray(0, this.#touchedCount);
    const { values: table, slots, width } = this;
    optimizer.updateRows({ table, slots, width, rows, gradient: this.#gradient, ...options });
    for (const row of rows) this.#place[row] = -1;
    this.#gradient.fill(0, 0, this.#touchedCount * width);
    this.#touchedCount = 0;
  }

  /** Gives every row in `ids` a place for its gradient, all 0 at first. */
  #touch(ids: Int32Array): void {
    this.#reserve(this.#touchedCount + ids.length);
    for (let k = 0; k < ids.length; k++) {
      const row = ids[k] as number;
      if (this.#place[row] !== -1) continue;
      this.#place[row] = this.#touchedCount;
      this.#touched[this.#touchedCount++] = row;
    }
  }

  #reserve(count: number): void {
    const enough = Math.min(count, this.#place.length);
    if (enough <= this.#touched.length) return;
    const capacity = Math.min(this.#place.length, Math.max(enough, this.#touched.length * 2));
    const touched = new Int32Array(capacity);
    touched.set(this.#touched);
    const gradient = new Float32Array(capacity * this.width);
    gradient.set(this.#gradient.subarray(0, this.#touchedCount * this.width));
    this.#touched = touched;
    this.#gradient = gradient;
  }
}
