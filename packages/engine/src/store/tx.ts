export { inSnapshot, inTransaction, isRetryable, type Tx } from '@weft/db/transaction';

/** The connection is gone or the server is starting or stopping: wait and try again, nothing is known to be wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, syscall } = error as { code?: string; message?: string; syscall?: string };
  if (code !== undefined && (/^(08|57P)/.test(code) || code === '53300')) return true;
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code ?? '')) return true;
  // A missing Unix socket is a server that is away; a missing file is only a missing file.
  if (code === 'ENOENT') return syscall === 'connect';
  return /Connection terminated|connection error and is not queryable|connection.*(closed|ended|terminated)|timeout exceeded when trying to connect|server closed the connection/i.test(
    message ?? '',
  );
}
