import { asTenant } from '@weft/db';
import { WEFT } from '@weft/engine/live';
import type { Actor } from '@weft/engine/observe';
import { randomUUID } from 'node:crypto';
import type { Deps } from '../../deps.ts';
import { rewriteTemplatePaths } from '../documents/paths.ts';
import { startRun } from '../runs/start.ts';
import { readTemplate } from '../templates/read.ts';

/** A run of the demo document, and its steps for a live view. */
export interface DemoRun {
  readonly documentId: string;
  readonly runId: string;
  readonly steps: readonly { readonly nodeId: string; readonly title: string }[];
}

type DemoDeps = Pick<Deps, 'engine' | 'pool' | 'rooms' | 'specs' | 'templatesDir'>;

/**
 * A first document with a run in it, so that a newcomer sees a finished pipeline and not an empty page. It is known by the
 * name under which the command line runs the template, so a run from there shows up in it. Made once: null when somebody
 * has deleted it.
 *
 * @throws WeftError not_found for an unknown template, invalid_document when it cannot run here
 */
export async function ensureDemo(
  deps: DemoDeps,
  { workspaceId, template: slug, actor }: { workspaceId: string; template: string; actor: Actor },
): Promise<DemoRun | null> {
  const ref = `template:${slug}`;
  const documentId = await ensureDocument(deps, { workspaceId, slug, ref });
  if (documentId === null) return null;
  const engine = deps.engine.inWorkspace(workspaceId);
  const [last] = await engine.list({ ref, limit: 1 });
  const runId =
    last?.runId ??
    (
      await startRun(
        {
          ...deps,
          engine,
          workspaceId,
          tenant: async (work) => await asTenant(deps.pool, workspaceId, work),
        },
        { documentId, ref, runId: randomUUID(), actor },
      )
    ).runId;
  const { document } = await deps.rooms.freeze(documentId);
  const view = await engine.view(runId);
  const titles = new Map(Object.entries(document.nodes).map(([id, { title }]) => [id, title]));
  return {
    documentId,
    runId,
    steps: (view?.steps ?? []).map(({ nodeId }) => ({ nodeId, title: titles.get(nodeId) ?? nodeId })),
  };
}

async function ensureDocument(
  { pool, rooms, specs, templatesDir }: DemoDeps,
  { workspaceId, slug, ref }: { workspaceId: string; slug: string; ref: string },
): Promise<string | null> {
  const template = await readTemplate(templatesDir, slug);
  if (template === null) throw new Error(`There is no template "${slug}".`);
  const document = { ...rewriteTemplatePaths(template.document, specs, slug), title: template.title.en };
  return await asTenant(pool, workspaceId, async (tx) => {
    await tx.query(
      `insert into documents (id, workspace_id, ref, title, origin) values ($1, $2, $3::text, $4, $3::text)
       on conflict (workspace_id, ref) do nothing`,
      [randomUUID(), workspaceId, ref, document.title],
    );
    const { rows } = await tx.query<{ id: string; head: bigint; deleted: boolean }>(
      `select id, head, deleted_at is not null as deleted from documents
       where workspace_id = $1 and ref = $2 for update`,
      [workspaceId, ref],
    );
    const { id, head, deleted } = rows[0]!;
    if (deleted) return null;
    // A row without content is what a run from the command line left.
    if (head === 0n) await rooms.create(tx, { documentId: id, author: WEFT, document });
    return id;
  });
}
