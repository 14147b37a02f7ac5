import { z } from 'zod';
import type { ArtifactKind, ColumnType } from '../graph/index.ts';
import type { ArtifactRef } from '../node/artifact.ts';
import type { ErrorRecord } from '../node/errors.ts';
import type { NodeResult } from '../node/executor.ts';
import { hash, jsonObjectUpTo, plainName, size } from './scalars.ts';

/**
 * How a step ends, as its executor reports it. Every field is checked before a row is made from it: PostgreSQL, the
 * cache and the studio trust what stands there for ever.
 */
const KINDS = ['table', 'index', 'model', 'report', 'blob'] as const satisfies readonly ArtifactKind[];
const COLUMN_TYPES = [
  'string',
  'int',
  'float',
  'bool',
  'json',
  'vector',
] as const satisfies readonly ColumnType[];

const MAX_COLUMNS = 10_000;
const columns = z
  .record(z.string().min(1).max(500), z.enum(COLUMN_TYPES))
  .refine((all) => Object.keys(all).length <= MAX_COLUMNS, `at most ${MAX_COLUMNS} columns`);

/** Facts beside an artifact, for lists and later steps; large content belongs into a file. */
export const META_CHARACTERS = 256 << 10;
const QUESTION_CHARACTERS = 256 << 10;
const CARD_CHARACTERS = 4 << 20;

export const artifactRef = z
  .strictObject({
    hash,
    kind: z.enum(KINDS),
    bytes: size,
    rows: size.optional(),
    columns: columns.optional(),
    meta: jsonObjectUpTo(META_CHARACTERS).optional(),
  })
  .refine(
    ({ kind, rows, columns: all }) =>
      kind === 'table' ? rows !== undefined && all !== undefined : rows === undefined && all === undefined,
    'a table has rows and columns, and nothing else has',
  ) satisfies z.ZodType<ArtifactRef>;

/** Names under which versions are published and reviewed: they stand in URLs. */
export const publicationName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'must be 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen',
  );

export const nodeResult = z.strictObject({
  outputs: z.record(z.string().max(100), artifactRef),
  metrics: z
    .record(plainName, z.number())
    .refine((all) => Object.keys(all).length <= 10_000, 'at most 10000 metrics')
    .optional(),
  publications: z
    .array(
      z.strictObject({
        name: publicationName,
        artifact: artifactRef,
        card: jsonObjectUpTo(CARD_CHARACTERS),
      }),
    )
    .max(100)
    .optional(),
}) satisfies z.ZodType<NodeResult>;

export const MESSAGE_CHARACTERS = 10_000;
export const STACK_CHARACTERS = 20_000;
export const errorRecord = z.strictObject({
  kind: z.enum(['input', 'transient', 'bug']),
  code: z.string().regex(/^[A-Za-z0-9_.:-]{1,100}$/, 'must be a dotted name such as "table.column_missing"'),
  message: z.string().max(MESSAGE_CHARACTERS),
  stack: z.string().max(STACK_CHARACTERS).optional(),
}) satisfies z.ZodType<ErrorRecord>;

export const driveOutcome = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('done'), result: nodeResult }),
  /** Stopped on request; everything done is in checkpoints. */
  z.strictObject({ status: z.literal('paused') }),
  /** A gate put its question and now waits for the answer. */
  z.strictObject({ status: z.literal('asked'), question: jsonObjectUpTo(QUESTION_CHARACTERS) }),
  /** `lost` names the input or checkpoint that could not be read, when that was the reason. */
  z.strictObject({ status: z.literal('failed'), error: errorRecord, lost: hash.optional() }),
]);
export type DriveOutcome =
  | { readonly status: 'done'; readonly result: NodeResult }
  | { readonly status: 'paused' }
  | Extract<z.infer<typeof driveOutcome>, { status: 'asked' }>
  | { readonly status: 'failed'; readonly error: ErrorRecord; readonly lost?: string };
