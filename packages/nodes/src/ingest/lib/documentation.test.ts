import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFile } from './parseFile.ts';

const ROOT = join(import.meta.dirname, '../../../../..');

test('every English page of our own documentation, full of code words, is read as English', async () => {
  const all = await Array.fromAsync(
    glob(['*.md', 'docs/**/*.md', '{packages,apps}/*/README.md'], { cwd: ROOT }),
  );
  const pages = all.filter((page) => !/\bzh\b/.test(page));
  expect(pages.length).toBeGreaterThan(10);
  const told = await Promise.all(
    pages.map(async (page) => (await parseFile(await readFile(join(ROOT, page)), 'markdown')).language),
  );
  expect(pages.filter((_, i) => told[i] !== 'en')).toEqual([]);
});
