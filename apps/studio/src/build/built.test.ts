import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { builtStudio, MARK } from './built.ts';
import { fingerprint } from './fingerprint.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'weft-built-'));
  await mkdir(join(root, 'apps/studio/src'), { recursive: true });
  await writeFile(join(root, 'apps/studio/src/main.tsx'), 'one');
});
afterEach(async () => await rm(root, { recursive: true, force: true }));

const dist = () => join(root, 'apps/studio/dist');
async function build(): Promise<void> {
  const mark = await fingerprint(root);
  await mkdir(dist(), { recursive: true });
  await writeFile(join(dist(), 'index.html'), '<!doctype html>');
  await writeFile(join(dist(), MARK), mark);
}

it('finds no studio before a build', async () => {
  expect(await builtStudio(root)).toBeNull();
});

it('finds a build that is up to date', async () => {
  await build();
  expect(await builtStudio(root)).toEqual({ directory: dist(), outdated: false });
});

it('notices that the sources changed since the build', async () => {
  await build();
  await writeFile(join(root, 'apps/studio/src/main.tsx'), 'two');
  expect(await builtStudio(root)).toEqual({ directory: dist(), outdated: true });
});
