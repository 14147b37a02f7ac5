import { parseDocument } from '@weft/engine/graph';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Template {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly nodes: number;
}

/** Names of the folders that hold a document.json, sorted. */
export async function listTemplates(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const slugs = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) =>
        (await stat(join(folder, name, 'document.json')).catch(() => null)) === null ? null : name,
      ),
  );
  return slugs.filter((slug) => slug !== null).sort();
}

export async function describeTemplates(folder: string): Promise<Template[]> {
  const slugs = await listTemplates(folder);
  return await Promise.all(
    slugs.map(async (slug): Promise<Template> => {
      const { document } = parseDocument(await readFile(join(folder, slug, 'document.json'), 'utf8'));
      return {
        slug,
        title: document?.title ?? '(cannot be read: `weft validate` says why)',
        description: document?.description ?? '',
        nodes: Object.keys(document?.nodes ?? {}).length,
      };
    }),
  );
}
