import type { Tx } from '@weft/db';
import type { ArtifactRef } from '@weft/engine/node';
import { WeftError } from '../../errors.ts';

/** Names an output of a step of a run. */
export interface OutputName {
  readonly workspaceId: string;
  readonly runId: string;
  readonly nodeId: string;
  readonly port: string;
}

export interface Output {
  readonly ref: ArtifactRef;
  /** Of the document, for the names of files. */
  readonly title: string;
  readonly runNumber: number;
}

/**
 * What a step yielded. The hash comes from the step's own row and the workspace must hold a right to it: knowing a hash
 * gives none, and a foreign run looks like one that never was.
 *
 * @throws WeftError not_found; artifact_lost when its bytes are known to be gone
 */
export async function findOutput(tx: Tx, { workspaceId, runId, nodeId, port }: OutputName): Promise<Output> {
  const { rows } = await tx.query<{ ref: ArtifactRef; title: string; number: number; lost: boolean }>(
    `select s.outputs->$4 as ref, d.title, r.number,
       weft_lost(s.workspace_id, jsonb_build_object('output', s.outputs->$4)) as lost
     from steps s join runs r on r.id = s.run_id join documents d on d.id = r.document_id
     where s.workspace_id = $1 and s.run_id = $2 and s.node_id = $3 and s.shard = -1
       and exists (
         select from artifacts a where a.workspace_id = $1 and a.hash = s.outputs->$4->>'hash'
       )`,
    [workspaceId, runId, nodeId, port],
  );
  const found = rows[0];
  if (found === undefined) throw new WeftError('not_found');
  if (found.lost) throw new WeftError('artifact_lost');
  // PostgreSQL keeps the columns in an order of its own; the table's is in its file.
  const { columns: _, ...ref } = found.ref;
  return { ref, title: found.title, runNumber: found.number };
}
