import { lstat, opendir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, matchesGlob, resolve, sep } from 'node:path';
import { NodeError } from '@weft/engine/node';
import { isInside, nameProblem, shownName } from './fileNames.ts';
import { fileTrouble } from './fileTrouble.ts';
import { FORMATS } from './formats.ts';

/** One file to read, or to report. */
export interface ListedFile {
  /** Relative to the root, "/"-separated, fit to be shown. */
  readonly path: string;
  /** Where it lies on this machine. */
  readonly location: string;
  /** Why it is not read; null for a file that is. */
  readonly problem: string | null;
}

export interface Listing {
  /** The folder every path is relative to, links resolved. */
  readonly root: string;
  readonly files: readonly ListedFile[];
  /** Files left out for their ending, counted by it. */
  readonly leftOut: Readonly<Record<string, number>>;
}

const MOST_FILES = 1_000_000;
const MOST_DEPTH = 64;

/**
 * The files under a path: a file, a folder (with everything below it), or a glob such as `docs/*.md`.
 *
 * In the order of their paths, compared by code unit: the same on every machine and in every locale. Hidden files
 * and folders (".git") are passed over. Links are followed only to files that lie under the root; links to folders
 * are reported, for through them one file can have endless names.
 */
export async function listFiles(path: string, exclude: readonly string[] = []): Promise<Listing> {
  const { root, only, pattern } = await resolveSource(path);
  const walk: Walk = { root, pattern, exclude, files: [], leftOut: {} };
  if (only === null) await walkFolder(walk, '', 0);
  else await listFile(walk, only);
  const files = walk.files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { root, files, leftOut: walk.leftOut };
}

interface Walk {
  readonly root: string;
  readonly pattern: string | null;
  /** Names or patterns of files that are passed over, relative to the root. */
  readonly exclude: readonly string[];
  readonly files: ListedFile[];
  readonly leftOut: Record<string, number>;
}

/** The folder everything lies under, and what is wanted of it: one file, a pattern, or all. */
async function resolveSource(
  path: string,
): Promise<{ root: string; only: string | null; pattern: string | null }> {
  if (path.includes('\0')) throw new NodeError('input', 'ingest.path', 'the path holds a zero byte');
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => null);
  if (found?.isDirectory()) return { root: await realpath(absolute), only: null, pattern: null };
  if (found !== null)
    return { root: await realpath(dirname(absolute)), only: basename(absolute), pattern: null };
  const parts = absolute.split(sep);
  const magic = parts.findIndex((part) => /[*?[\]{}]/.test(part));
  if (magic === -1) {
    throw new NodeError(
      'input',
      'ingest.no_such_path',
      `${shownName(path)} does not exist (looked in ${shownName(absolute)})`,
    );
  }
  const base = parts.slice(0, magic).join(sep) || sep;
  const root = await realpath(base).catch(() => {
    throw new NodeError(
      'input',
      'ingest.no_such_path',
      `${shownName(path)}: there is no folder ${shownName(base)}`,
    );
  });
  return { root, only: null, pattern: parts.slice(magic).join('/') };
}

async function walkFolder(walk: Walk, folder: string, depth: number): Promise<void> {
  const report = (name: string, problem: string): void =>
    void walk.files.push({ path: shownName(name), location: join(walk.root, name), problem });
  if (depth > MOST_DEPTH) return report(folder, `lies more than ${MOST_DEPTH} folders deep`);
  try {
    const entries = await opendir(join(walk.root, folder));
    for await (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await walkFolder(walk, name, depth + 1);
      else await listFile(walk, name);
    }
  } catch (error) {
    if (error instanceof NodeError) throw error;
    report(folder || '.', `the folder cannot be read: ${fileTrouble(error)}`);
  }
}

async function listFile(walk: Walk, name: string): Promise<void> {
  if (walk.pattern !== null && !matchesGlob(name, walk.pattern)) return;
  if (walk.exclude.some((left) => left === name || matchesGlob(name, left))) return;
  const ending = extname(name).toLowerCase();
  if (FORMATS[ending] === undefined && walk.pattern === null) {
    walk.leftOut[ending || 'no ending'] = (walk.leftOut[ending || 'no ending'] ?? 0) + 1;
    return;
  }
  if (walk.files.length >= MOST_FILES) {
    throw new NodeError(
      'input',
      'ingest.too_many_files',
      `more than ${MOST_FILES} files lie under ${shownName(walk.root)}`,
    );
  }
  const location = join(walk.root, name);
  const problem =
    FORMATS[ending] === undefined
      ? `files ending in "${ending}" cannot be read`
      : await problemOf(walk.root, name, location);
  walk.files.push({ path: shownName(name), location, problem });
}

async function problemOf(root: string, name: string, location: string): Promise<string | null> {
  const badName = nameProblem(name);
  if (badName !== null) return badName;
  try {
    const entry = await lstat(location);
    if (entry.isFile()) return null;
    if (!entry.isSymbolicLink()) return 'this is no ordinary file';
    const target = await realpath(location);
    if (!isInside(root, target)) return 'the link leads out of the folder';
    const behind = await stat(target);
    if (behind.isDirectory()) return 'a link to a folder is not followed';
    return behind.isFile() ? null : 'this is no ordinary file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ELOOP' || code === 'ENOENT' ? 'the link leads nowhere' : fileTrouble(error);
  }
}
