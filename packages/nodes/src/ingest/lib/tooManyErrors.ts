import { NodeError } from '@weft/engine/node';

/** `limit` below 1 is a share of all, from 1 on a number; so 0 allows none. */
export function exceedsErrors(errors: number, total: number, limit: number): boolean {
  return limit < 1 ? errors > limit * total : errors > limit;
}

export interface ErrorCounts {
  readonly errors: number;
  readonly total: number;
  readonly limit: number;
}

/** @throws NodeError naming the first bad one, when there are more than `limit` */
export function refuseTooManyErrors(counts: ErrorCounts, what: string, first: string | undefined): void {
  const { errors, total, limit } = counts;
  if (!exceedsErrors(errors, total, limit)) return;
  const example = first === undefined ? '' : ` The first: ${first}.`;
  throw new NodeError(
    'input',
    'ingest.too_many_errors',
    `${errors} of ${total} ${what} are bad, more than max_errors (${limit}) allows.${example}`,
  );
}
