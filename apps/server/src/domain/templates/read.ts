import { parseDocument, type GraphDocument } from '@weft/engine/graph';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A pipeline that comes with Weft: a folder with a document, an entry for lists and a page for people. */
export interface Template {
  readonly slug: string;
  readonly title: Bilingual;
  readonly description: Bilingual;
  readonly tags: readonly string[];
  /** Seconds it takes on two cores, with nothing cached. */
  readonly duration: number;
  readonly document: GraphDocument;
}

const bilingual = z.object({ en: z.string(), zh: z.string() });
export type Bilingual = z.infer<typeof bilingual>;

const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;
const entry = z.object({
  title: bilingual,
  description: bilingual,
  tags: z.array(z.string()),
  duration: z.number(),
});

/** Sorted by slug. A folder that is not a whole template is not one: tests hold those that are shipped to it. */
export async function readTemplates(folder: string): Promise<Template[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const slugs = entries.filter((each) => each.isDirectory()).map(({ name }) => name);
  const templates = await Promise.all(slugs.sort().map(async (slug) => await readTemplate(folder, slug)));
  return templates.filter((template) => template !== null);
}

/** Null when there is no such template. `slug` may come from anybody. */
export async function readTemplate(folder: string, slug: string): Promise<Template | null> {
  if (!SLUG.test(slug)) return null;
  const text = await readFile(join(folder, slug, 'document.json'), 'utf8').catch(() => null);
  const about = await readFile(join(folder, slug, 'template.json'), 'utf8').catch(() => null);
  if (text === null || about === null) return null;
  const { document } = parseDocument(text);
  const parsed = entry.safeParse(JSON.parse(about));
  return document === null || !parsed.success ? null : { slug, ...parsed.data, document };
}

export const readTemplatePage = async (folder: string, { slug }: Template): Promise<string> =>
  await readFile(join(folder, slug, 'README.md'), 'utf8').catch(() => '');
