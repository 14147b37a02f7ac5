import type { ArtifactRef } from '../node/artifact.ts';
import type { Metrics } from '../node/executor.ts';
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
  /** Hashes of the files of those outputs that are manifests, by the manifest's hash. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Hashes of bytes that were seen in the store: marked lost before, they are so no more. */
  readonly stored: readonly string[];
  /** Hashes of the inputs, for lineage. */
  readonly sources: readonly string[];
}

interface ResultRow {
  key: string;
  outputs: ResultRecord['outputs'];
  metrics: Metrics;
  warnings: number;
}

/** Results whose bytes are there: one that lost any of them is no hit, and its step executes again. */
export async function findResults(
  tx: Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<Map<string, ResultRecord>> {
  const { rows } = await tx.query<ResultRow>({
    name: 'results-find',
    text: `select key, outputs, metrics, warnings from results
           where workspace_id = $1 and key = any($2) and not weft_lost(workspace_id, outputs)`,
    values: [workspaceId, keys],
  });
  return new Map(rows.map(({ key, ...result }) => [key, result]));
}

/** A result under the key, and whether this transaction recorded it or found it. */
export interface Recorded extends ResultRecord {
  readonly fresh: boolean;
}

/**
 * Records results, insert-or-lose: of two attempts at the same key the first one counts, and both get what it recorded.
 * A result that has lost bytes counts no more and is replaced. Artifacts and lineage go with it, in the caller's
 * transaction.
 */
export async function recordResults(
  tx: Tx,
  workspaceId: string,
  results: readonly NewResult[],
): Promise<Map<string, Recorded>> {
  if (results.length === 0) return new Map();
  // Two steps of one batch may share a key; one insert may not touch a row twice.
  const unique = [...new Map(results.map((result) => [result.key, result])).values()];
  const artifacts = unique.flatMap((result) =>
    Object.values(result.outputs).map((ref) => ({
      ...ref,
      files: result.files.get(ref.hash) ?? null,
      key: result.key,
      sources: result.sources,
    })),
  );
  const { rows } = await tx.query<ResultRow & { inserted: boolean }>({
    name: 'results-record',
    text: `with r as (
             insert into results (workspace_id, key, type, version, outputs, metrics, warnings, duration_ms)
             select $1::uuid, r.key, r.type, r.version, r.outputs, r.metrics, r.warnings, r."durationMs"
             from jsonb_to_recordset($2::jsonb)
               as r(key text, type text, version int, outputs jsonb, metrics jsonb, warnings int, "durationMs" int)
             on conflict (workspace_id, key) do update set used_at = now(),
               (outputs, metrics, warnings, duration_ms, created_at) = (
                 select case when lost then excluded.outputs else results.outputs end,
                   case when lost then excluded.metrics else results.metrics end,
                   case when lost then excluded.warnings else results.warnings end,
                   case when lost then excluded.duration_ms else results.duration_ms end,
                   case when lost then now() else results.created_at end
                 from weft_lost(results.workspace_id, results.outputs) lost)
             returning key, outputs, metrics, warnings, created_at = now()::timestamptz(3) as inserted),
           n as (
             select a.* from r join jsonb_to_recordset($3::jsonb) as a(key text, hash text, kind text, bytes bigint,
               rows bigint, columns jsonb, meta jsonb, files jsonb, sources jsonb) on a.key = r.key where r.inserted),
           a as (
             insert into artifacts as known (workspace_id, hash, kind, bytes, rows, columns, meta, files)
             select distinct on (hash) $1::uuid, hash, kind, bytes, rows, columns, meta,
               case when files is not null then array(select jsonb_array_elements_text(files)) end from n order by hash
             on conflict (workspace_id, hash) do update
               set stored_at = now(), files = coalesce(excluded.files, known.files)),
           l as (
             insert into artifact_lineage (workspace_id, hash, source_hash, key)
             select distinct $1::uuid, n.hash, s.source, n.key from n, jsonb_array_elements_text(n.sources) s(source)
             on conflict do nothing),
           b as (delete from lost_bytes where hash = any($4))
           select * from r`,
    values: [
      workspaceId,
      JSON.stringify(unique),
      JSON.stringify(artifacts),
      results.flatMap(({ stored }) => stored),
    ],
  });
  return new Map(
    rows.map(({ key, outputs, metrics, warnings, inserted }) => [
      key,
      { outputs, metrics, warnings, fresh: inserted },
    ]),
  );
}
