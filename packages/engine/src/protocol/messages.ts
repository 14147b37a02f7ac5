import { z } from 'zod';
import type { Json } from '../graph/index.ts';
import { checkpoint, checkpointSlot } from './checkpoints.ts';
import { driveOutcome, MESSAGE_CHARACTERS } from './outcome.ts';
import { hash, jsonObjectUpTo, plainName, size } from './scalars.ts';

/**
 * How a supervisor and an executor process talk: one JSON object per line, both ways, on the child's file descriptor 3.
 * docs/executor-protocol.md is the page for whoever writes an executor in another language; a test holds it to this file.
 *
 *   executor  → hello                       once, before anything else
 *   supervisor→ execute                     one step at a time
 *   executor  → progress, log, metric, usage, secret   any number, in any order
 *   executor  → save                        bytes lie in the staging area; please adopt them and record the row
 *   supervisor→ saved                       the row is committed (ok), or the attempt has lost its claim (not ok: stop)
 *   supervisor→ secret                      the answer to a question for a secret
 *   supervisor→ pause                       save what is done and end as "paused"
 *   supervisor→ abort                       stop now; whatever is said from here on no longer counts
 *   executor  → end                         exactly once per execute
 */
export const PROTOCOL_VERSION = 2;

/** What a launcher tells every executor in its environment, so that either side can name a difference. */
export const PROTOCOL_VARIABLE = 'WEFT_PROTOCOL';

/** Both sides hand messages on and change none. */
type Frozen<T> = Json extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : { readonly [K in keyof T]: Frozen<T[K]> };

const json = z.json() as z.ZodType<Json>;

/** Where bytes are read and left, as "fs:" and an absolute folder. */
const place = z.string().regex(/^[a-z][a-z0-9]*:/, 'must be a location such as fs:/srv/weft/artifacts');

/** The supervisor's own rows: known shape, no limits of size. */
const given = z.strictObject({
  hash,
  kind: z.enum(['table', 'index', 'model', 'report', 'blob']),
  bytes: size,
  rows: size.optional(),
  columns: z.record(z.string(), z.enum(['string', 'int', 'float', 'bool', 'json', 'vector'])).optional(),
  meta: z.record(z.string(), json).optional(),
});

export const secretName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, 'must be a name such as OPENAI_API_KEY');

export const toExecutor = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('execute'),
    node: z.strictObject({ type: z.string(), version: z.int() }),
    /** The step's content key. Every checkpoint file begins with it. */
    key: hash,
    /** The same for every attempt of the step in its run; for requests to services that drop repeated ones. */
    idempotencyKey: hash,
    params: z.record(z.string(), json),
    inputs: z.record(z.string(), z.array(given)),
    seed: z.int(),
    threads: z.int().positive(),
    /** The hash of what lies outside Weft that the key was made with; checked again when the step has run. */
    outside: z.string().nullable(),
    range: z.strictObject({ from: size, to: size }).nullable(),
    answer: json.nullable(),
    checkpoints: z.array(checkpoint),
    checkpointSeconds: z.number().nonnegative(),
    store: z.strictObject({ read: place, write: place }),
  }),
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('abort'), reason: z.enum(['cancelled', 'timeout', 'stopping']) }),
  z.strictObject({ type: z.literal('saved'), ok: z.boolean() }),
  /** `value` is null when the worker has no secret of that name. */
  z.strictObject({ type: z.literal('secret'), name: secretName, value: z.string().nullable() }),
]);
export type ToExecutor = Frozen<z.infer<typeof toExecutor>>;
export type Execute = Extract<ToExecutor, { type: 'execute' }>;
export type AbortReason = Extract<ToExecutor, { type: 'abort' }>['reason'];

/** What every version of the protocol can be asked for. */
export const greeting = z.looseObject({ type: z.literal('hello'), protocol: z.int() });

const MAX_INT = 2 ** 31 - 1;
const FIELDS_CHARACTERS = 64 << 10;

/** A unit that a step used: "tokens", "bytes", "calls". */
export const usageUnit = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a plain unit such as "tokens"');
export const usage = z
  .record(usageUnit, z.number().nonnegative())
  .refine((all) => Object.keys(all).length <= 50, 'at most 50 units');
export type Usage = Readonly<Record<string, number>>;

/** Parsed strictly: an executor runs code we did not write. */
export const fromExecutor = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    protocol: z.literal(PROTOCOL_VERSION),
    /** What runs the executor, for people: "node 24.21.0". */
    runtime: z.string().max(100),
    nodes: z
      .array(
        z.strictObject({
          type: z.string().max(200),
          versions: z.array(z.int().nonnegative()).max(1000),
        }),
      )
      .max(10_000),
  }),
  z.strictObject({
    type: z.literal('progress'),
    done: z.number(),
    total: z.number().nullable(),
    unit: z.string().max(40),
  }),
  z.strictObject({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string().max(MESSAGE_CHARACTERS),
    fields: jsonObjectUpTo(FIELDS_CHARACTERS).optional(),
  }),
  z.strictObject({
    type: z.literal('metric'),
    name: plainName,
    value: z.number(),
    at: z.number().nullable(),
  }),
  /** Adds to what the attempt has used so far. */
  z.strictObject({ type: z.literal('usage'), used: usage }),
  z.strictObject({ type: z.literal('secret'), name: secretName }),
  z.strictObject({ type: z.literal('save'), slot: checkpointSlot, hash, bytes: size }),
  z.strictObject({
    type: z.literal('end'),
    outcome: driveOutcome,
    warnings: z.int().nonnegative().max(MAX_INT),
    ms: z.number().nonnegative().max(MAX_INT),
  }),
]);
export type FromExecutor = Frozen<z.infer<typeof fromExecutor>>;
export type Hello = Extract<FromExecutor, { type: 'hello' }>;
export type Said = Exclude<FromExecutor, Hello>;

/** What the Node executor is told when it starts, in the environment variable WEFT_EXECUTOR. */
export const nodeExecutorConfig = z.strictObject({
  /** URL of a module that exports `registry` (specs), and one that exports `executors`. */
  specsModule: z.string(),
  executorsModule: z.string(),
});
export type NodeExecutorConfig = z.infer<typeof nodeExecutorConfig>;
