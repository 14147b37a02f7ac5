import type { Hooks } from '@weft/engine';

/**
 * Makes publications versions of models, awaiting review, in the transaction that records the result which they belong
 * to. One model per name; the same content published twice is the same version.
 *
 * Every engine that commits results or collects garbage needs it: servers, workers and commands alike.
 */
export const modelHooks: Hooks = {
  name: 'models',
  async keeps(db) {
    const { rows } = await db.query<{ hash: string }>('select distinct hash from model_versions');
    return rows.map(({ hash }) => hash);
  },
  async onPublication({ tx, run: { workspaceId } }, publications) {
    const versions = new Map(
      publications.map(({ key, publication: { name, artifact, card } }) => [
        JSON.stringify([name, artifact.hash]),
        { key, name, hash: artifact.hash, card },
      ]),
    );
    const list = [...versions.values()];
    // Locks the rows of the models, in the order of their names; then numbers are given one at a time.
    await tx.query(
      `insert into models (id, workspace_id, name)
       select gen_random_uuid(), $1, name from unnest($2::text[]) as n(name) order by name
       on conflict (workspace_id, name) do update set name = excluded.name`,
      [workspaceId, [...new Set(list.map(({ name }) => name))]],
    );
    await tx.query(
      `with given as (
         select m.id as model_id, p.*
         from rows from (jsonb_to_recordset($2::jsonb) as (name text, hash text, key text, card jsonb))
           with ordinality as p(name, hash, key, card, n)
         join models m on m.workspace_id = $1 and m.name = p.name
         where not exists (select 1 from model_versions v where v.model_id = m.id and v.hash = p.hash))
       insert into model_versions (id, workspace_id, model_id, number, hash, status, card, key)
       select gen_random_uuid(), $1, g.model_id,
         coalesce((select max(number) from model_versions v where v.model_id = g.model_id), 0)
           + row_number() over (partition by g.model_id order by g.n),
         g.hash, 'awaiting_review', g.card, g.key
       from given g`,
      [workspaceId, JSON.stringify(list)],
    );
  },
};
