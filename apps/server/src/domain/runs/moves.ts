import type { Tx } from '@weft/db';
import { readMoves, type RunMove } from '@weft/engine';
import { nameActors, type Who } from '../actors/nameActors.ts';

/** Who did what to a run, and when. */
export type NamedMove = Omit<RunMove, 'actor'> & { readonly by: Who | null };

export async function nameMoves(tx: Pick<Tx, 'query'>, moves: readonly RunMove[]): Promise<NamedMove[]> {
  const named = await nameActors(
    tx,
    moves.map(({ actor }) => actor),
  );
  return moves.map(({ actor, ...move }) => ({ ...move, by: actor && named(actor) }));
}

/** What people did to the run, oldest first. */
export const listMoves = async (
  tx: Tx,
  { workspaceId, runId }: { workspaceId: string; runId: string },
): Promise<NamedMove[]> => await nameMoves(tx, await readMoves(tx, { workspaceId, runId }));
