import { z } from 'zod';
import type { Json } from '../graph/index.ts';
import type { StepInputs } from '../run/settle.ts';
import type { Checkpoint, CheckpointSlot, DriveOutcome } from '../run/host.ts';

/**
 * How a supervisor and an executor process talk: one JSON object per line, both ways, on the child's file descriptor 3.
 * Standard output and error are free for whatever libraries print; the supervisor keeps the end of them for the error
 * message if the process dies. Nothing here is specific to Node, so an executor may be written in any language.
 *
 *   executor  → hello                       once it can take work
 *   supervisor→ execute                     one step at a time
 *   executor  → progress, log, metric, warn any number, in any order
 *   executor  → save                        bytes are durable in the store; please record the row
 *   supervisor→ saved                       the row is committed (ok), or the attempt has lost its claim (not ok: stop)
 *   supervisor→ pause                       save what is done and end as "paused"
 *   executor  → end                         exactly once per execute
 *
 * Cancelling and exceeding limits is done by killing the process: node code cannot be trusted to listen.
 */
export const PROTOCOL_VERSION = 1;

export interface Execute {
  readonly type: 'execute';
  readonly node: { readonly type: string; readonly version: number };
  /** The step's key, 64 hexadecimal digits. Every checkpoint begins with it. */
  readonly key: string;
  readonly params: { readonly [name: string]: Json };
  readonly inputs: StepInputs;
  readonly seed: number;
  readonly threads: number;
  /** The hash of what lies outside Weft that the key was made with; checked again when the step has run. */
  readonly outside: string | null;
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly answer: Json | null;
  readonly checkpoints: readonly Checkpoint[];
  readonly checkpointSeconds: number;
}
export type ToExecutor =
  Execute | { readonly type: 'pause' } | { readonly type: 'saved'; readonly ok: boolean };

const slot = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prepared') }),
  z.strictObject({ kind: z.literal('rows'), from: z.int(), to: z.int() }),
  z.strictObject({ kind: z.literal('state'), steps: z.int() }),
]) satisfies z.ZodType<CheckpointSlot>;

/** Parsed strictly: an executor runs code we did not write. */
export const fromExecutor = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), protocol: z.literal(PROTOCOL_VERSION) }),
  z.strictObject({
    type: z.literal('progress'),
    done: z.number(),
    total: z.number().nullable(),
    unit: z.string().max(40),
  }),
  z.strictObject({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    fields: z.json().optional(),
  }),
  z.strictObject({
    type: z.literal('metric'),
    name: z.string().max(100),
    value: z.number(),
    at: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal('save'), slot, hash: z.string(), bytes: z.int() }),
  z.strictObject({
    type: z.literal('end'),
    outcome: z.custom<DriveOutcome>(
      (value) => typeof value === 'object' && value !== null && 'status' in value,
    ),
    warnings: z.int(),
    ms: z.number(),
  }),
]);
export type FromExecutor = z.infer<typeof fromExecutor>;

/** What an executor process is told when it starts, in the environment variable WEFT_EXECUTOR. */
export const executorConfig = z.strictObject({
  /** URL of the store, for `openStore`. */
  store: z.string(),
  /** URL of a module that exports `registry` (specs), and one that exports `executors`. */
  specsModule: z.string(),
  executorsModule: z.string(),
});
export type ExecutorConfig = z.infer<typeof executorConfig>;

/** Splits a byte stream into lines and parses each as JSON. A line over 64 MiB is refused. */
export function lineReader(onMessage: (message: unknown) => void): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let size = 0;
  return (piece) => {
    let start = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, start)) {
      const line =
        pieces.length > 0
          ? Buffer.concat([...pieces, piece.subarray(start, end)])
          : piece.subarray(start, end);
      pieces = [];
      size = 0;
      start = end + 1;
      onMessage(JSON.parse(line.toString('utf8')));
    }
    if (start < piece.length) {
      pieces.push(piece.subarray(start));
      size += piece.length - start;
      if (size > 64 << 20) throw new RangeError('a protocol message is longer than 64 MiB');
    }
  };
}

export const encodeMessage = (message: ToExecutor | FromExecutor): string => `${JSON.stringify(message)}\n`;
