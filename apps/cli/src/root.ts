import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder and version of this Weft: the nearest package.json named "weft" above this file, wherever the shell is. */
export const { root: ROOT, version: VERSION } = find(import.meta.dirname);

function find(from: string): { root: string; version: string } {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = readPackage(folder);
    if (file?.name === 'weft') return { root: folder, version: file.version };
    if (dirname(folder) === folder) throw new Error(`no package.json named "weft" above ${from}`);
  }
}

function readPackage(folder: string): { name: string; version: string } | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
