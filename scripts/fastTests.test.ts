import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fastTests, importsOf } from './fastTests.ts';

test('the fast lane takes what is pure, and leaves databases, processes, browsers and models to the whole suite', async () => {
  const fast = await fastTests();
  expect(fast).toEqual(
    expect.arrayContaining([
      'packages/engine/src/compile/compile.test.ts',
      'packages/engine/src/run/decide.test.ts',
      'apps/studio/src/document/wiring.test.ts',
      'scripts/fastTests.test.ts',
    ]),
  );
  for (const slow of [
    'packages/engine/src/engine.test.ts',
    'prisma/src/migrate.test.ts',
    'prisma/src/embedded/mutex.test.ts',
    'apps/studio/e2e/canvas.test.ts',
    'packages/nodes/src/train/quality.test.ts',
  ])
    expect(fast).not.toContain(slow);
});

test('a test leaves the fast lane by what the files it imports import, and stays for what is only a type', async () => {
  const root = await mkdtemp(join(tmpdir(), 'weft-fast-'));
  const files = {
    'packages/a/package.json': '{ "name": "@weft/a", "exports": { "./store": "./src/store.ts" } }',
    'packages/a/src/store.ts': `export const open = async () => (await import('./pool.ts')).pool;`,
    'packages/a/src/pool.ts': `import { Pool } from 'pg';\nexport const pool = new Pool();`,
    'packages/a/src/types.test.ts': `import type { Pool } from 'pg';`,
    'packages/a/src/near.test.ts': `import {\n  open,\n} from './store.ts';`,
    'apps/b/src/far.test.ts': `import { open } from '@weft/a/store';`,
    'apps/b/src/pure.test.ts': `import { join } from 'node:path';`,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  expect(await fastTests(root)).toEqual(['apps/b/src/pure.test.ts', 'packages/a/src/types.test.ts']);
  await rm(root, { recursive: true });
});

test('imports are read in all their forms', () => {
  const source = [
    `import 'a';`,
    `import b from 'b';`,
    `import { c } from "c";`,
    `import * as d from 'd';`,
    `export * from 'e';`,
    `import type { No } from 'no';`,
    `export type { No } from 'no';`,
    `const f = await import('f');`,
  ].join('\n');
  expect(importsOf(source)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
