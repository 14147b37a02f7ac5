import { HASH_PATTERN, PATH_PATTERN, TABLE_TEXTS } from '@weft/engine';
import { ID_PATTERN } from '@weft/engine/graph';
import { z } from 'zod';

/**
 * Every part of an address and of its query, by type: an id, a name of ours, or one of a few words. Routes get them from
 * `segments` and nowhere else, so none is trusted because its neighbour was checked.
 */
const TYPES = {
  runId: z.uuid(),
  documentId: z.uuid(),
  workspaceId: z.uuid(),
  nodeId: z.string().regex(ID_PATTERN),
  port: z.string().regex(ID_PATTERN),
  hash: z.string().regex(HASH_PATTERN),
  as: z.enum(['raw', 'parquet', ...TABLE_TEXTS]).default('raw'),
  file: z.string().max(200).regex(PATH_PATTERN).optional(),
  /** As a person calls a file: shown, never opened. */
  name: z
    .string()
    .min(1)
    .max(255)
    .refine(
      (text) => text.isWellFormed() && !/\p{Cc}/u.test(text),
      'holds characters that a name cannot have',
    ),
} as const;
type Types = typeof TYPES;
export type Segment = keyof Types;

/**
 * The parts that a route names, parsed; anything else beside them is refused.
 *
 * @throws ZodError, which the API tells as bad_input
 */
export function segments<const N extends Segment>(
  request: { params: unknown; query: unknown },
  names: readonly N[],
): { readonly [K in N]: z.output<Types[K]> } {
  const shape = Object.fromEntries(names.map((name) => [name, TYPES[name]])) as { [K in N]: Types[K] };
  const given = { ...(request.query as object), ...(request.params as object) };
  return z.strictObject(shape).parse(given) as { readonly [K in N]: z.output<Types[K]> };
}
