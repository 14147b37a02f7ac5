/**
 * The one error class of this library. `code` says whose turn it is without reading the text:
 * - `graph`    the program that builds the graph is wrong (shapes, dtypes, an op without a gradient);
 * - `batch`    the data handed to a step or a prediction does not fit the graph;
 * - `state`    tensors to import do not fit the trainer;
 * - `format`   bytes are not a file we read, or are one that we refuse;
 * - `runtime`  no execution provider could be started;
 * - `diverged` the loss is no longer a finite number (the step is not applied).
 */
export type OnnxErrorCode = 'graph' | 'batch' | 'state' | 'format' | 'runtime' | 'diverged';

export class OnnxError extends Error {
  readonly code: OnnxErrorCode;

  constructor(code: OnnxErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'OnnxError';
    this.code = code;
  }
}
