import type { Tx } from '@weft/db';
import {
  mapDocumentPaths,
  type Diagnostic,
  type FoundPath,
  type GraphDocument,
  type SpecRegistry,
} from '@weft/engine/graph';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseUpload, uploadPlace } from '../uploads/place.ts';
import { readTemplate } from '../templates/read.ts';

/**
 * What a path in a document of the studio may say:
 *
 *   upload:<hash>/<name>      a file that somebody gave to this workspace; its row says so
 *   template:<slug>/<path>    a file that a template's own document names, letter for letter
 *
 * Everything else is refused with a diagnostic. A client's text is never joined to a folder: it is compared with a row or
 * with what we shipped, and the path that is opened is built from those.
 */
export function rewriteTemplatePaths(
  document: GraphDocument,
  specs: SpecRegistry,
  slug: string,
): GraphDocument {
  return mapDocumentPaths(document, specs, ({ path }) => `template:${slug}/${path}`);
}

export interface PathPlaces {
  readonly workspaceId: string;
  readonly uploadsDir: string;
  readonly templatesDir: string;
  /** The workspace's own transaction, as in the context of a procedure. */
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

/** The document with absolute paths, as the engine needs it, and one diagnostic for each path that stays closed. */
export async function resolvePaths(
  document: GraphDocument,
  specs: SpecRegistry,
  places: PathPlaces,
): Promise<{ readonly document: GraphDocument; readonly diagnostics: readonly Diagnostic[] }> {
  const found: FoundPath[] = [];
  mapDocumentPaths(document, specs, (each) => {
    found.push(each);
    return each.path;
  });
  if (found.length === 0) return { document, diagnostics: [] };
  const resolved = await resolveAll(new Set(found.map(({ path }) => path)), specs, places);
  const diagnostics = found.flatMap((each) => {
    const refusal = resolved.get(each.path)!;
    return 'help' in refusal ? [diagnosticOf(each, refusal)] : [];
  });
  const mapped = mapDocumentPaths(document, specs, ({ path }) => {
    const place = resolved.get(path)!;
    return 'place' in place ? place.place : path;
  });
  return { document: mapped, diagnostics };
}

type Resolved = { readonly place: string } | { readonly trouble: string; readonly help: string };

const REFUSED: Resolved = {
  trouble: 'names no uploaded file',
  help: 'Upload the file and choose it here.',
};

async function resolveAll(
  paths: ReadonlySet<string>,
  specs: SpecRegistry,
  places: PathPlaces,
): Promise<Map<string, Resolved>> {
  const uploads = await findUploads(paths, places);
  const resolved = new Map<string, Resolved>();
  for (const path of paths)
    resolved.set(path, uploads.get(path) ?? (await resolveTemplate(path, specs, places)) ?? REFUSED);
  return resolved;
}

async function findUploads(paths: ReadonlySet<string>, places: PathPlaces): Promise<Map<string, Resolved>> {
  const { workspaceId, uploadsDir, tenant } = places;
  const asked = [...paths].flatMap((path) => {
    const upload = parseUpload(path);
    return upload === null ? [] : [{ path, ...upload }];
  });
  const found = new Map<string, Resolved>();
  if (asked.length === 0) return found;
  const { rows } = await tenant(
    async (tx) =>
      await tx.query<{ at: number }>(
        `select a.at::int from unnest($2::text[], $3::text[]) with ordinality as a (hash, name, at)
         join uploads u on u.workspace_id = $1 and u.hash = a.hash and u.name = a.name`,
        [workspaceId, asked.map(({ hash }) => hash), asked.map(({ name }) => name)],
      ),
  );
  for (const { at } of rows) {
    const upload = asked[at - 1]!;
    const place = uploadPlace(uploadsDir, workspaceId, upload);
    found.set(
      upload.path,
      (await isFile(place))
        ? { place }
        : { trouble: 'names an uploaded file whose bytes are gone', help: 'Upload the file again.' },
    );
  }
  return found;
}

const isFile = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (info) => info.isFile(),
    () => false,
  );

async function resolveTemplate(
  path: string,
  specs: SpecRegistry,
  { templatesDir }: PathPlaces,
): Promise<Resolved | null> {
  const [, slug, relative] = /^template:([a-z0-9-]+)\/(.+)$/s.exec(path) ?? [];
  const template = slug === undefined ? null : await readTemplate(templatesDir, slug);
  if (template === null) return null;
  let named = false;
  mapDocumentPaths(template.document, specs, (own) => {
    named ||= own.path === relative;
    return own.path;
  });
  return named ? { place: join(templatesDir, template.slug, relative!) } : null;
}

const diagnosticOf = (
  { node, field, path }: FoundPath,
  { trouble, help }: { trouble: string; help: string },
): Diagnostic => ({
  code: 'node.params',
  message: `Node "${node}", param "${field}": "${shown(parseUpload(path)?.name ?? path)}" ${trouble}.`,
  help,
  node,
  field,
});

/** Somebody's text in a sentence: short, on one line, nothing that a terminal would obey. */
const shown = (text: string): string => {
  const plain = text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ');
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
};
