export interface LayersData {
  readonly rows: number;
  readonly width: number;
  /** `[rows, width]` */
  readonly inputs: Float32Array;
  /** Sorted; null when the target is a number. */
  readonly labels: readonly string[] | null;
  /** A class or a value for each row. */
  readonly targets: Float32Array;
  /** Columns behind the inputs, in order. */
  readonly columns: readonly string[];
}
