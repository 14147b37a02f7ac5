import type { ArtifactRef } from '../node/artifact.ts';
import type { Metrics, Publication } from '../node/executor.ts';
import type { Tx } from './tx.ts';

/** "Key K produced artifacts A." */
export interface ResultRecord {
  readonly outputs: Readonly<Record<string, ArtifactRef>>;
  readonly metrics: Metrics;
  readonly warnings: number;
}

export interface NewResult extends ResultRecord {
  readonly key: string;
  readonly type: string;
  readonly version: number;
  readonly durationMs: number;
  /** Hashes of the inputs, for lineage. */
  readonly sources: readonly string[];
  readonly publications: readonly Publication[];
}

interface ResultRow {
  key: string;
  outputs: ResultRecord['outputs'];
  metrics: Metrics;
  warnings: number;
}

export async function findResults(
  tx: Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<Map<string, ResultRecord>> {
  const { rows } = await tx.query<ResultRow>({
    name: 'results-find',
    text: `select key, outputs, metrics, warnings from results where workspace_id = $1 and key = any($2)`,
    values: [workspaceId, keys],
  });
  return new Map(rows.map(({ key, ...result }) => [key, result]));
}

/**
 * Records results, insert-or-lose: of two attempts at the same key the first one counts, and both get what it recorded.
 * Artifacts, lineage and publications go with it, in the caller's transaction.
 */
export async function recordResults(
  tx: Tx,
  workspaceId: string,
  results: readonly NewResult[],
): Promise<Map<string, ResultRecord>> {
  // Two steps of one batch may share a key; one insert may not touch a row twice.
  const unique = [...new Map(results.map((result) => [result.key, result])).values()];
  const { rows } = await tx.query<ResultRow & { inserted: boolean }>({
    name: 'results-record',
    text: `insert into results (workspace_id, key, type, version, outputs, metrics, warnings, duration_ms)
           select $1, r.key, r.type, r.version, r.outputs, r.metrics, r.warnings, r."durationMs"
           from jsonb_to_recordset($2::jsonb)
             as r(key text, type text, version int, outputs jsonb, metrics jsonb, warnings int, "durationMs" int)
           on conflict (workspace_id, key) do update set used_at = now()
           returning key, outputs, metrics, warnings, (xmax = 0) as inserted`,
    values: [workspaceId, JSON.stringify(unique)],
  });
  const fresh = new Set(rows.filter((row) => row.inserted).map((row) => row.key));
  const news = unique.filter((result) => fresh.has(result.key));
  if (news.some((result) => Object.keys(result.outputs).length > 0))
    await recordArtifacts(tx, workspaceId, news);
  for (const result of news)
    for (const publication of result.publications)
      await recordPublication(tx, workspaceId, result.key, publication);
  return new Map(rows.map(({ key, outputs, metrics, warnings }) => [key, { outputs, metrics, warnings }]));
}

async function recordArtifacts(tx: Tx, workspaceId: string, results: readonly NewResult[]): Promise<void> {
  const refs = results.flatMap((result) => Object.values(result.outputs));
  const lineage = results.flatMap((result) =>
    Object.values(result.outputs).flatMap((ref) =>
      result.sources.map((sourceHash) => ({ hash: ref.hash, sourceHash, key: result.key })),
    ),
  );
  await tx.query({
    name: 'artifacts-record',
    text: `with a as (
             insert into artifacts (workspace_id, hash, kind, bytes, rows, columns, meta)
             select distinct on (hash) $1::uuid, hash, kind, bytes, rows, columns, meta
             from jsonb_to_recordset($2::jsonb)
               as r(hash text, kind text, bytes bigint, rows bigint, columns jsonb, meta jsonb)
             on conflict do nothing)
           insert into artifact_lineage (workspace_id, hash, source_hash, key)
           select distinct $1::uuid, hash, "sourceHash", key
           from jsonb_to_recordset($3::jsonb) as l(hash text, "sourceHash" text, key text)
           on conflict do nothing`,
    values: [workspaceId, JSON.stringify(refs), JSON.stringify(lineage)],
  });
}

/** One model per name; the same content published twice is the same version. */
async function recordPublication(
  tx: Tx,
  workspaceId: string,
  key: string,
  publication: Publication,
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into models (id, workspace_id, name) values (gen_random_uuid(), $1, $2)
     on conflict (workspace_id, name) do update set name = excluded.name returning id`,
    [workspaceId, publication.name],
  );
  // The upsert above locked the model's row, so numbers are given one at a time.
  await tx.query(
    `insert into model_versions (id, workspace_id, model_id, number, hash, status, card, key)
     select gen_random_uuid(), $1::uuid, $2::uuid, coalesce(max(number), 0) + 1, $3, 'awaiting_review', $4, $5
     from model_versions where model_id = $2::uuid
     on conflict (model_id, hash) do nothing`,
    [workspaceId, rows[0]!.id, publication.artifact.hash, JSON.stringify(publication.card), key],
  );
}
