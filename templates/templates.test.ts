/**
 * Every template compiles, runs on its sample and gives what its expected.json says. A template is one folder:
 *
 *     document.json   the graph            template.json   its entry in lists (duration: seconds on two cores, cold)
 *     README.md       for people           sample/         data written for Weft, so it may be shipped and changed
 *     expected.json   conditions on the metrics of its steps, in the form that evaluate.gate takes
 */
import { readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from '@weft/engine/compile';
import { parseDocument } from '@weft/engine/graph';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadDocument } from '../apps/cli/src/document/load.ts';
import { figureAt, holds, parseCondition } from '../packages/nodes/src/evaluate/lib/conditions.ts';
import { registry } from '../packages/nodes/src/registry/specs.gen.ts';
import { runInMemory } from './testing/runInMemory.ts';

const folder = import.meta.dirname;
const slugs = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
  .map(({ name }) => name);

const text = z.strictObject({ en: z.string().min(1), zh: z.string().regex(/\p{Script=Han}/u) });
const entry = z.strictObject({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: text,
  description: text,
  tags: z.array(z.string().regex(/^[a-z0-9-]+$/)).min(1),
  duration: z.int().positive(),
});
const expectation = z.strictObject({ metrics: z.record(z.string(), z.array(z.string()).min(1)) });

const read = async (slug: string, file: string) => await readFile(join(folder, slug, file), 'utf8');

test('there are templates', () => {
  expect(slugs).toEqual(expect.arrayContaining(['document-search', 'quick-start', 'text-classifier']));
});

describe.each(slugs)('%s', (slug) => {
  test('has a graph, an entry, a README and a sample', async () => {
    const { document, diagnostics } = parseDocument(await read(slug, 'document.json'));
    expect(diagnostics).toEqual([]);
    expect(document!.id).toBe(`template:${slug}`);
    // Pinned, so that a template goes on meaning what it meant when a node type gets a new version.
    for (const node of Object.values(document!.nodes)) expect(node.version).toBeDefined();
    expect(entry.parse(JSON.parse(await read(slug, 'template.json'))).slug).toBe(slug);
    expect((await stat(join(folder, slug, 'sample'))).isDirectory()).toBe(true);
    const readme = await read(slug, 'README.md');
    expect(readme).toContain(`weft run ${slug}`);
    // What the README says to set must be there to be set.
    for (const [, node, param] of readme.matchAll(/--set (\w+)\.(\w+)=/g))
      expect(Object.keys(registry.get(document!.nodes[node as never]!.type)!.params.shape)).toContain(param);
  });

  test('compiles, runs on its sample and gives what it promises', async () => {
    const { document } = await loadDocument(slug, { specs: registry, templatesDir: folder });
    expect(compile(document, registry).diagnostics).toEqual([]);
    const runs = await runInMemory(document);
    const { metrics } = expectation.parse(JSON.parse(await read(slug, 'expected.json')));
    const missed = Object.entries(metrics).flatMap(([node, conditions]) =>
      conditions.flatMap((condition) => {
        const parsed = parseCondition(condition);
        if ('problem' in parsed) throw new Error(parsed.problem);
        const value = figureAt({ about: node, metrics: runs.get(node)!.result.metrics ?? {} }, parsed.path);
        return value !== null && holds(parsed, value) ? [] : [`${node}: ${condition}, but it is ${value}`];
      }),
    );
    expect(missed).toEqual([]);
    const publication = runs.get('publish')!.result.publications?.[0];
    expect(publication?.artifact).toEqual(runs.get('publish')!.outputs.version);
  });
});
