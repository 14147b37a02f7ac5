import { posix } from 'node:path';

/** The document a name means, or why it means none. */
export type Meaning = { readonly document: string } | { readonly problem: 'unknown' | 'ambiguous' };

/**
 * Reads names of documents as people write them: the path the document was ingested under, or just its file name where
 * that is unique. A file name two documents share means neither: guessing would measure nonsense.
 */
export function documentNames(documents: Iterable<string>): (name: string) => Meaning {
  const paths = new Set(documents);
  const byName = new Map<string, string | null>();
  for (const path of paths) {
    const name = posix.basename(path);
    byName.set(name, byName.has(name) ? null : path);
  }
  return (name) => {
    const written = name.trim().replaceAll('\\', '/').replace(/^\.\//, '');
    for (const exact of [name, written]) if (paths.has(exact)) return { document: exact };
    const path = byName.get(written);
    if (path === undefined) return { problem: 'unknown' };
    return path === null ? { problem: 'ambiguous' } : { document: path };
  };
}
