import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../../..');

/** Whatever may end up in the bundle: the studio, the browser-safe parts of the packages, and what is installed. */
const SOURCES = [
  'apps/studio/{index.html,vite.config.ts,package.json}',
  'apps/studio/{src,public}/**/*',
  'packages/engine/src/{backoff.ts,{graph,compile,live,node,observe}/**/*.ts}',
  'packages/nodes/src/**/*.{ts,tsx}',
  'packages/ml/src/**/*.ts',
  'package-lock.json',
];

/** Hash of the sources' bytes: a build with the same one need not be made again, wherever the clone lies. */
export async function fingerprint(root = ROOT): Promise<string> {
  const files: string[] = [];
  for (const pattern of SOURCES)
    for await (const entry of glob(pattern, { cwd: root, withFileTypes: true }))
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files.toSorted())
    hash
      .update(file.slice(root.length).replaceAll('\\', '/'))
      .update('\0')
      .update(await readFile(file));
  return hash.digest('hex');
}
