import { expect, test } from 'vitest';
import { z } from 'zod';
import type { GraphDocument } from './document.ts';
import { defineNode } from './nodeSpec.ts';
import { mapDocumentPaths, mapPaths, type FoundPath } from './pathParams.ts';
import { specRegistry } from './registry.ts';
import { table } from './ports.ts';

const path = () => z.string().meta({ format: 'path', key: false });

test('finds paths in lists, objects, records and unions, and under defaults', () => {
  const schema = z.object({
    one: path().default('here'),
    list: z.array(z.string()).meta({ format: 'path' }),
    sources: z.array(z.object({ path: path().optional(), name: z.string() })),
    byName: z.record(z.string(), path()),
    either: z.union([z.number(), path()]),
    plain: z.string(),
  });
  const seen: string[] = [];
  const mapped = mapPaths(
    schema,
    {
      one: 'a',
      list: ['b', ''],
      sources: [{ path: 'c', name: 'n' }],
      byName: { x: 'd' },
      either: 'e',
      plain: 'f',
    },
    (text, field) => {
      seen.push(field);
      return `/${text}`;
    },
  );
  expect(seen).toEqual(['one', 'list.0', 'sources.0.path', 'byName.x', 'either']);
  expect(mapped).toEqual({
    one: '/a',
    list: ['/b', ''],
    sources: [{ path: '/c', name: 'n' }],
    byName: { x: '/d' },
    either: '/e',
    plain: 'f',
  });
});

test('a value that does not fit its schema is left for the compiler to refuse', () => {
  expect(mapPaths(z.object({ p: path() }), { p: 3, other: 'a' }, () => 'x')).toEqual({ p: 3, other: 'a' });
  expect(mapPaths(z.object({ p: path() }), { p: { a: 'b' } }, () => 'x')).toEqual({ p: { a: 'b' } });
  const inherited = JSON.parse('{"__proto__":"a","constructor":"b"}');
  expect(mapPaths(z.object({ p: path() }), inherited, () => 'x')).toEqual(inherited);
});

test('a node of a version that is gone is brought forward before its paths are looked for', () => {
  const read = defineNode({
    type: 'test.read',
    version: 2,
    stage: 'ingest',
    title: { en: 'r', zh: 'r' },
    description: { en: 'r', zh: 'r' },
    inputs: {},
    outputs: { rows: { type: table() } },
    params: z.object({ path: path() }),
    purity: 'pure',
    shape: 'task',
    migrations: { 1: ({ file, ...rest }) => ({ ...rest, path: file }) },
  });
  const document = {
    format: 'weft.document',
    formatVersion: 1,
    title: 'd',
    seed: 0,
    nodes: {
      old: { type: 'test.read', version: 1, params: { file: '/etc/passwd' } },
      newest: { type: 'test.read', params: { path: 'b' } },
      unknown: { type: 'test.none', params: { path: 'c' } },
    },
    edges: {},
  } as unknown as GraphDocument;
  const found: FoundPath[] = [];
  const mapped = mapDocumentPaths(document, specRegistry([read]), (each) => {
    found.push(each);
    return `safe:${each.path}`;
  });
  expect(found).toEqual([
    { node: 'old', field: 'path', path: '/etc/passwd' },
    { node: 'newest', field: 'path', path: 'b' },
  ]);
  expect(mapped.nodes).toEqual({
    old: { type: 'test.read', version: 2, params: { path: 'safe:/etc/passwd' } },
    newest: { type: 'test.read', params: { path: 'safe:b' } },
    unknown: { type: 'test.none', params: { path: 'c' } },
  });
});
