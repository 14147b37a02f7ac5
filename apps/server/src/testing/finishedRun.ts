import type { ArtifactRef } from '@weft/engine/node';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface FinishedRun {
  readonly runId: string;
  readonly documentId: string;
}

/**
 * The rows that a run leaves when it has ended, for tests of what is done with its outputs: `outputs` are of one node
 * named "step". The bytes are the caller's to store.
 */
export async function finishedRun(
  pool: pg.Pool,
  {
    workspaceId,
    title = 'A run',
    outputs,
    owned = true,
  }: {
    workspaceId: string;
    title?: string;
    outputs: Readonly<Record<string, ArtifactRef>>;
    /** False leaves out the workspace's right to the bytes. */
    owned?: boolean;
  },
): Promise<FinishedRun> {
  const [documentId, versionId, runId] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query(
    `insert into documents (id, workspace_id, ref, title) values ($1::uuid, $2, $1::text, $3)`,
    [documentId, workspaceId, title],
  );
  await pool.query(
    `insert into versions (id, workspace_id, document_id, number, hash, content) values ($1, $2, $3, 1, 'h', $4)`,
    [
      versionId,
      workspaceId,
      documentId,
      {
        format: 'weft.document',
        formatVersion: 1,
        title,
        seed: 0,
        nodes: { step: { type: 'a.b', params: {} } },
        edges: {},
      },
    ],
  );
  await pool.query(
    `insert into runs (id, workspace_id, document_id, version_id, number, status, plan, remaining, finished_at)
     values ($1, $2, $3, $4, 1, 'succeeded', '{"plan":{"steps":[]}}', 0, now())`,
    [runId, workspaceId, documentId, versionId],
  );
  await pool.query(
    `insert into steps (workspace_id, run_id, index, node_id, type, version, queue, status, max_tries, outputs)
     values ($1, $2, 0, 'step', 'a.b', 1, 'cpu', 'succeeded', 3, $3)`,
    [workspaceId, runId, outputs],
  );
  if (owned)
    for (const { hash, kind, bytes } of Object.values(outputs))
      await pool.query(
        `insert into artifacts (workspace_id, hash, kind, bytes) values ($1, $2, $3, $4) on conflict do nothing`,
        [workspaceId, hash, kind, bytes],
      );
  return { runId, documentId };
}
