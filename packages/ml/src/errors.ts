/** Whose turn it is: `input`, the person's who gave the file, the row or the setting; `transient`, nobody's: try again; `bug`, ours. */
export type MlErrorKind = 'input' | 'transient' | 'bug';

/**
 * What this package throws, except for `OnnxError` of the graph library, whose callers are programs. `kind` and `code`
 * are those of the engine's errors, which reads them without knowing this class.
 */
export class MlError extends Error {
  readonly kind: MlErrorKind;
  /** Stable, lower-case, dotted: "model.damaged". */
  readonly code: string;

  constructor(kind: MlErrorKind, code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'MlError';
    this.kind = kind;
    this.code = code;
  }
}
