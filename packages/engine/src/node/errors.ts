/**
 * Errors say whose turn it is. Retry policy, message and colour follow from the kind alone.
 *
 * - `input`      the person fixes it (a param, a file); never retried.
 * - `transient`  the world was in the way (a full disk, a busy service); retried with back-off.
 * - `bug`        we look into it; retried up to the attempts of the spec, since a crash may be chance.
 */
export type ErrorKind = 'input' | 'transient' | 'bug';

export interface ErrorRecord {
  readonly kind: ErrorKind;
  /** Stable, lower-case, dotted: "table.column_missing". */
  readonly code: string;
  /** One sentence: what happened, where, and what to do. */
  readonly message: string;
  readonly stack?: string;
}

export class NodeError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;

  constructor(kind: ErrorKind, code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'NodeError';
    this.kind = kind;
    this.code = code;
  }
}

/** Full disk, read-only store, dropped connection: the world's fault, worth another try. */
const TRANSIENT_SYSTEM_CODES = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'EMFILE',
  'ENFILE',
  'EAGAIN',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
]);

const KINDS: readonly unknown[] = ['input', 'transient', 'bug'] satisfies ErrorKind[];

/**
 * A NodeError, or an error of a library that has the same two fields. Libraries need not import the engine to say whose
 * turn it is.
 */
const saysWhoseTurn = (thrown: unknown): thrown is Error & Pick<ErrorRecord, 'kind' | 'code'> =>
  thrown instanceof Error &&
  'kind' in thrown &&
  KINDS.includes(thrown.kind) &&
  'code' in thrown &&
  typeof thrown.code === 'string' &&
  /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/.test(thrown.code);

/** Normalises whatever was thrown, once, at the edge. The stack stays with bugs only: the others explain themselves. */
export function toErrorRecord(thrown: unknown): ErrorRecord {
  if (thrown instanceof NodeError || saysWhoseTurn(thrown))
    return { kind: thrown.kind, code: thrown.code, message: thrown.message };
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const system = (error as NodeJS.ErrnoException).code;
  if (system !== undefined && TRANSIENT_SYSTEM_CODES.has(system))
    return { kind: 'transient', code: `system.${system.toLowerCase()}`, message: error.message };
  return { kind: 'bug', code: 'node.threw', message: error.message || error.name, stack: error.stack };
}
