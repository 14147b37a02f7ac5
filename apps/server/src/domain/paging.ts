import { z } from 'zod';
import { WeftError } from '../errors.ts';

/**
 * Lists are read by key, never by offset: a page begins after the last row of the one before, so rows that come or go
 * meanwhile neither repeat nor hide others. A cursor is that row's sort key, opaque to whoever carries it.
 */
export const paged = {
  cursor: z.string().max(500).optional(),
  limit: z.int().min(1).max(100).default(30),
  /** What TanStack's infinite queries send along. Lists only go on. */
  direction: z.literal('forward').optional(),
};

export interface Page<T> {
  readonly items: T[];
  /** Hand it back as `cursor` for the rows that follow; null at the end. */
  readonly next: string | null;
}

export type SortKey = readonly (string | number)[];

const encode = (key: SortKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * The sort key that a cursor holds, or null for the first page.
 *
 * @throws WeftError bad_input when it is not one that we gave
 */
export function keyAfter<S extends z.ZodType>(cursor: string | undefined, shape: S): z.output<S> | null {
  if (cursor === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    const detail = { en: 'cursor: it is not one that this list gave', zh: 'cursor：不是此列表给出的值' };
    throw new WeftError('bad_input', { detail }, { cause });
  }
}

/** Turns `limit + 1` rows, which the query asked for, into a page: the row too many only says that there are more. */
export function toPage<R, T>(
  rows: readonly R[],
  { limit, key, item }: { limit: number; key: (row: R) => SortKey; item: (row: R) => T },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    next: rows.length > limit && last !== undefined ? encode(key(last)) : null,
  };
}
