/** Older versions of a node live in "v1", "v2" … inside its folder, and documents that name one run it. */
import { access, glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compile } from '@weft/engine/compile';
import { currentParams, readDocument, type NodeSpec } from '@weft/engine/graph';
import { describe, expect, test } from 'vitest';
import { executors } from './registry/executors.gen.ts';
import { registry, specs } from './registry/specs.gen.ts';

const older = specs.filter(({ type, version }) => registry.get(type)!.version !== version);

test('at least one older version is kept', () => {
  expect(older.map(({ type, version }) => `${type}@${version}`)).toContain('evaluate.retrieval@1');
});

describe.each(older.map((spec) => [`${spec.type}@${spec.version}`, spec] as const))('%s', (key, spec) => {
  test('has a folder inside the newest one, with a test of its bytes', async () => {
    const found: string[] = [];
    for await (const path of glob(`*/*/v${spec.version}/spec.ts`, { cwd: import.meta.dirname })) {
      const loaded = (await import(join(import.meta.dirname, path))) as { spec: NodeSpec };
      if (loaded.spec.type === spec.type) found.push(path);
    }
    expect(found).toHaveLength(1);
    const folder = join(import.meta.dirname, dirname(found[0]!));
    await access(join(folder, 'execute.test.ts'));
    await access(join(folder, '../spec.ts'));
  });

  test('is run by documents that name it, and offered to no other', () => {
    const node = { type: spec.type, version: spec.version, params: {} };
    expect(currentParams(node, registry)!.spec).toBe(spec);
    expect(executors[key]).toBeDefined();
    expect(registry.list()).not.toContain(spec);
    expect(currentParams({ ...node, version: undefined }, registry)!.spec).toBe(registry.get(spec.type));
  });
});

test('a document made before version 2 compiles to steps of version 1', async () => {
  const file = new URL('../../../templates/quick-start/document.json', import.meta.url);
  const written = JSON.parse(await readFile(file, 'utf8')) as {
    nodes: Record<string, { type: string; version: number }>;
  };
  const tests = Object.values(written.nodes).filter(({ type }) => type === 'evaluate.retrieval');
  for (const node of tests) node.version = 1;
  const { plan } = compile(readDocument(written).document!, registry);
  const versions = plan!.steps
    .filter(({ type }) => type === 'evaluate.retrieval')
    .map(({ version }) => version);
  expect(versions).toEqual(tests.map(() => 1));
  expect(versions).not.toEqual([]);
});
