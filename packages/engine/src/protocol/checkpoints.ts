import { z } from 'zod';
import { hash, size } from './scalars.ts';

/** Version of the encoding of saved rows, see `execute/savedRows.ts`. Raising it leaves older checkpoints unread. */
export const ROWS_ENCODING = 1;

/**
 * Progress inside an unfinished step. It belongs to the key, so any attempt on any worker, in any run, may use it.
 * - `prepared`  what a map's `prepare` returned
 * - `rows`      the output of input rows [from, to) of a map, in the encoding of `execute/savedRows.ts`
 * - `state`     a loop after `steps` steps; the highest counts
 */
export const checkpointSlot = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prepared') }),
  z
    .strictObject({ kind: z.literal('rows'), encoding: z.literal(ROWS_ENCODING), from: size, to: size })
    .refine(({ from, to }) => from < to, 'a slot of rows must hold at least one row'),
  z.strictObject({ kind: z.literal('state'), steps: size }),
]);
export type CheckpointSlot = Readonly<z.infer<typeof checkpointSlot>>;

export const checkpoint = z.strictObject({ slot: checkpointSlot, hash, bytes: size });
export type Checkpoint = Readonly<z.infer<typeof checkpoint>>;

/** The name of a slot in its row: one row per slot, and `state` overwrites itself. */
export function slotName(slot: CheckpointSlot): string {
  switch (slot.kind) {
    case 'prepared':
      return 'prepared';
    case 'rows':
      return `rows:${slot.from}-${slot.to}`;
    case 'state':
      return 'state';
  }
}

/** Checkpoints that this version can read. Those of an older encoding stay unread and go when the step is done. */
export const readable = (checkpoints: readonly unknown[]): Checkpoint[] =>
  checkpoints.flatMap((one) => checkpoint.safeParse(one).data ?? []);
