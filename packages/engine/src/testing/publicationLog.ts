import type pg from 'pg';
import type { Hooks } from '../run/hooks.ts';

/** A table without any constraint: what a hook writes twice is in it twice. */
export const createPublicationLog = async (pool: pg.Pool): Promise<void> =>
  void (await pool.query(
    `create table published (workspace_id uuid, run_id uuid, node_id text, key text, name text, hash text, card jsonb)`,
  ));

/** Records publications, for tests that ask how often each was told. */
export const publicationLog: Hooks = {
  name: 'publication log',
  async onPublication({ tx, run }, publications) {
    await tx.query(
      `insert into published (workspace_id, run_id, node_id, key, name, hash, card)
       select $1, $2, p."nodeId", p.key, p.publication->>'name', p.publication#>>'{artifact,hash}', p.publication->'card'
       from jsonb_to_recordset($3::jsonb) as p("nodeId" text, key text, publication jsonb)`,
      [run.workspaceId, run.id, JSON.stringify(publications)],
    );
  },
};
