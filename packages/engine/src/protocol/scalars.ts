import { z } from 'zod';
import type { Json } from '../graph/index.ts';
import { HASH_PATTERN } from '../store/artifacts.ts';

/** The small parts that messages are made of. */
export const hash = z.string().regex(HASH_PATTERN, 'must be a SHA-256: 64 lower-case hexadecimal digits');
/** A count of bytes, rows or steps. */
export const size = z.int().nonnegative();

/** JSON of at most so many characters when written out. The value came out of JSON.parse, so only its size is asked. */
export const jsonUpTo = (characters: number) =>
  z
    .unknown()
    .refine((value) => value !== undefined && JSON.stringify(value).length <= characters, {
      error: `must be JSON of at most ${characters} characters`,
    })
    .transform((value) => value as Json);

export const jsonObjectUpTo = (characters: number) =>
  z
    .record(z.string(), z.unknown())
    .refine((value) => JSON.stringify(value).length <= characters, {
      error: `must be a JSON object of at most ${characters} characters`,
    })
    .transform((value) => value as { [key: string]: Json });

/** A name that can stand in a list, a chart and a file: no control characters, nothing invisible at its ends. */
export const plainName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^(?!\s)[^\p{Cc}\u2028\u2029]*(?<!\s)$/u, 'must be plain text without line breaks');
