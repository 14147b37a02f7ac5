import type { Tx } from '@weft/db';
import {
  diagnostic,
  mapDocumentPaths,
  type Diagnostic,
  type FoundPath,
  type GraphDocument,
  type SpecRegistry,
  type Text,
} from '@weft/engine/graph';
import { join } from 'node:path';
import { parseUpload, uploadPath, type UploadName } from '../uploads/place.ts';
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
  readonly storeUrl: string;
  readonly templatesDir: string;
  /** The workspace's own transaction, as in the context of a procedure. */
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

export interface ResolvedPaths {
  /** With absolute paths, as the engine needs it. */
  readonly document: GraphDocument;
  /** One for each path that stays closed. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files of the workspace that it reads. */
  readonly uploads: readonly UploadName[];
}

export async function resolvePaths(
  document: GraphDocument,
  specs: SpecRegistry,
  places: PathPlaces,
): Promise<ResolvedPaths> {
  const found: FoundPath[] = [];
  mapDocumentPaths(document, specs, (each) => {
    found.push(each);
    return each.path;
  });
  if (found.length === 0) return { document, diagnostics: [], uploads: [] };
  const resolved = await resolveAll(new Set(found.map(({ path }) => path)), specs, places);
  const diagnostics = found.flatMap((each) => {
    const refusal = resolved.get(each.path)!;
    return 'help' in refusal ? [diagnosticOf(each, refusal)] : [];
  });
  const mapped = mapDocumentPaths(document, specs, ({ path }) => {
    const place = resolved.get(path)!;
    return 'place' in place ? place.place : path;
  });
  const uploads = [...resolved].flatMap(([path, each]) => {
    const upload = 'place' in each ? parseUpload(path) : null;
    return upload === null ? [] : [upload];
  });
  return { document: mapped, diagnostics, uploads };
}

type Resolved = { readonly place: string } | { readonly trouble: Text; readonly help: Text };

const REFUSED: Resolved = {
  trouble: { en: 'names no uploaded file', zh: '不是已上传的文件' },
  help: { en: 'Upload the file and choose it here.', zh: '请上传文件，并在此处选择它。' },
};

const BYTES_GONE: Resolved = {
  trouble: { en: 'names an uploaded file whose bytes are gone', zh: '已上传，但数据已不存在' },
  help: { en: 'Upload the file again.', zh: '请重新上传该文件。' },
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
  const { workspaceId, storeUrl, tenant } = places;
  const asked = [...paths].flatMap((path) => {
    const upload = parseUpload(path);
    return upload === null ? [] : [{ path, ...upload }];
  });
  const found = new Map<string, Resolved>();
  if (asked.length === 0) return found;
  const { rows } = await tenant(
    async (tx) =>
      await tx.query<{ at: number; lost: boolean }>(
        `select a.at::int, exists (select from lost_bytes l where l.hash = a.hash) as lost
         from unnest($2::text[], $3::text[]) with ordinality as a (hash, name, at)
         join uploads u on u.workspace_id = $1 and u.hash = a.hash and u.name = a.name`,
        [workspaceId, asked.map(({ hash }) => hash), asked.map(({ name }) => name)],
      ),
  );
  for (const { at, lost } of rows) {
    const upload = asked[at - 1]!;
    found.set(upload.path, lost ? BYTES_GONE : { place: uploadPath(storeUrl, upload) });
  }
  return found;
}

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

function diagnosticOf(
  { node, field, path }: FoundPath,
  { trouble, help }: { trouble: Text; help: Text },
): Diagnostic {
  const file = shown(parseUpload(path)?.name ?? path);
  return diagnostic('node.params', {
    message: {
      en: `Node "${node}", param "${field}": "${file}" ${trouble.en}.`,
      zh: `节点“${node}”的参数“${field}”：“${file}”${trouble.zh}。`,
    },
    help,
    node,
    field,
  });
}

/** Somebody's text in a sentence: short, on one line, nothing that a terminal would obey. */
const shown = (text: string): string => {
  const plain = text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ');
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
};
