import type { Tx } from '@weft/db';
import {
  DOCUMENT_FORMAT,
  DOCUMENT_VERSION,
  documentTroubles,
  readDocument,
  type GraphDocument,
  type SpecRegistry,
} from '@weft/engine/graph';
import { personOf, type Author } from '@weft/engine/live';
import { randomUUID } from 'node:crypto';
import { firstOf, WeftError, type Language } from '../../errors.ts';
import type { Rooms } from '../../sync/rooms.ts';
import { readTemplate } from '../templates/read.ts';
import { rewriteTemplatePaths } from './paths.ts';

export interface CreateDeps {
  readonly rooms: Pick<Rooms, 'create'>;
  readonly specs: SpecRegistry;
  readonly templatesDir: string;
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

/** What a new document begins with. `content` is a document file as JSON. */
export type From = { readonly template: string } | { readonly content: unknown };

export interface NewDocument {
  readonly workspaceId: string;
  readonly author: Author;
  readonly language: Language;
  readonly title?: string;
  readonly from?: From;
}

/**
 * Makes a document: its row and its first update commit together.
 *
 * @throws WeftError not_found for an unknown template; not_a_document with `details.diagnostics`
 */
export async function createDocument(deps: CreateDeps, input: NewDocument): Promise<{ documentId: string }> {
  const { document, origin } = await contentOf(deps, input);
  return await insertDocument(deps, {
    ...input,
    document: { ...document, title: input.title ?? document.title },
    origin,
  });
}

async function contentOf(
  { specs, templatesDir }: CreateDeps,
  { from, language }: NewDocument,
): Promise<{ document: GraphDocument; origin: string | null }> {
  if (from === undefined) return { document: emptyDocument(language), origin: null };
  if ('content' in from) return { document: readContent(from.content), origin: null };
  const template = await readTemplate(templatesDir, from.template);
  if (template === null) throw new WeftError('not_found');
  const { slug, title, description } = template;
  const document = rewriteTemplatePaths(template.document, specs, slug);
  return {
    document: { ...document, title: title[language], description: description[language] },
    origin: `template:${slug}`,
  };
}

const emptyDocument = (language: Language): GraphDocument => ({
  format: DOCUMENT_FORMAT,
  formatVersion: DOCUMENT_VERSION,
  title: language === 'zh' ? '未命名' : 'Untitled',
  seed: 0,
  nodes: {},
  edges: {},
});

function readContent(content: unknown): GraphDocument {
  const { document, diagnostics } = isDeep(content)
    ? { document: null, diagnostics: [documentTroubles.tooDeep(MOST_DEPTH)] }
    : readDocument(content);
  if (document === null)
    throw new WeftError('not_a_document', { detail: firstOf(diagnostics) }, { details: { diagnostics } });
  return document;
}

const MOST_DEPTH = 100;

/** Checked level by level: the schema calls itself for each, and would run out of stack where a file asks for it. */
function isDeep(content: unknown): boolean {
  let level = [content];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return true;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

/** Inserts a document with its first content, all of it by whoever makes the document. The new document's id is also what it is known by across runs. */
export async function insertDocument(
  { rooms, tenant }: Pick<CreateDeps, 'rooms' | 'tenant'>,
  input: Pick<NewDocument, 'workspaceId' | 'author'> & {
    document: GraphDocument;
    origin: string | null;
  },
): Promise<{ documentId: string }> {
  const { workspaceId, author, origin } = input;
  const documentId = randomUUID();
  // The id of the file belongs to the document it was exported from.
  const { id: _, ...document } = input.document;
  await tenant(async (tx) => {
    await tx.query(
      `insert into documents (id, workspace_id, ref, title, created_by, origin) values ($1::uuid, $2, $1::text, $3, $4, $5)`,
      [documentId, workspaceId, document.title, personOf(author), origin],
    );
    await rooms.create(tx, { documentId, author, document });
  });
  return { documentId };
}
