import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { MlError } from '../errors.ts';
import type { ModelFiles } from '../files.ts';
import type { Json } from '../json.ts';

/**
 * The files of a folder, listed once. A model that names another file, a link or a path out of the folder is told that
 * there is none.
 */
export async function folderFiles(path: string): Promise<ModelFiles> {
  const folder = resolve(path);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'));
  const known = new Set(paths);
  const place = (path: string): string => {
    if (known.has(path)) return join(folder, ...path.split('/'));
    throw new MlError('input', 'files.missing', `there is no file "${path}" among the files of the model`);
  };
  const read = async (path: string): Promise<Buffer> => await readFile(place(path));
  return {
    files: paths.toSorted().map((path) => ({ path })),
    read,
    async json(path) {
      try {
        return JSON.parse((await read(path)).toString('utf8')) as Json;
      } catch (cause) {
        if (!(cause instanceof SyntaxError)) throw cause;
        throw new MlError('input', 'files.not_json', `the file "${path}" is not JSON`, { cause });
      }
    },
    localPath: async (path) => place(path),
  };
}
