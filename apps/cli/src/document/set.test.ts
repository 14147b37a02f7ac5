import { defineNode, readDocument, specRegistry, type GraphDocument } from '@weft/engine/graph';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { applySettings, parseSetting, type Setting } from './set.ts';

const path = () => z.string().meta({ format: 'path', key: false });
const spec = defineNode({
  type: 'demo.node',
  version: 1,
  stage: 'control',
  title: { en: 'Demo', zh: '演示' },
  description: { en: '', zh: '' },
  inputs: {},
  outputs: {},
  params: z.object({
    size: z.int().default(1),
    name: z.string().default(''),
    either: z.union([z.number(), z.enum(['auto'])]).optional(),
    file: path().optional(),
    files: z.array(path()).default([]),
    inside: z
      .object({ file: path().default(''), deep: z.object({ on: z.boolean() }).optional() })
      .prefault({}),
    free: z.record(z.string(), z.json()).default({}),
    list: z.array(z.int()).default([1, 2, 3]),
  }),
  purity: 'pure',
  shape: 'task',
});
const specs = specRegistry([spec]);
const document = (params: object = {}): GraphDocument =>
  readDocument({ format: 'weft.document', formatVersion: 1, nodes: { a: { type: 'demo.node', params } } })
    .document!;

const apply = (...texts: string[]) => {
  const settings = texts.map((text) => parseSetting(text)) as Setting[];
  const result = applySettings(document({ list: [1, 2, 3] }), settings, { specs, base: '/here' });
  return { params: Object.values(result.document.nodes)[0]!.params, diagnostics: result.diagnostics };
};

describe('--set', () => {
  it.each([
    ['a.size=3', { size: 3 }],
    ['a.name=3', { name: '3' }],
    ['a.name=', { name: '' }],
    ['a.name=x=y', { name: 'x=y' }],
    ['a.name="quoted"', { name: 'quoted' }],
    ['a.either=0.5', { either: 0.5 }],
    ['a.either=auto', { either: 'auto' }],
    ['a.inside.deep.on=true', { inside: { deep: { on: true } } }],
    ['a.inside={"deep":{"on":false}}', { inside: { deep: { on: false } } }],
    ['a.free.anything.at.all=[1]', { free: { anything: { at: { all: [1] } } } }],
    ['a.list.1=9', { list: [1, 9, 3] }],
    ['a.file=data/x.csv', { file: resolve('/here/data/x.csv') }],
    ['a.inside.file=x', { inside: { file: resolve('/here/x') } }],
    // Nothing accepts it: it goes on as it is, for the compiler to say what the param takes.
    ['a.size=many', { size: 'many' }],
  ])('%s', (text, params) => {
    const applied = apply(text);
    expect(applied.diagnostics).toEqual([]);
    expect(applied.params).toMatchObject(params);
  });

  it('lets a later one win and leaves the document it was given alone', () => {
    const before = document({ size: 1 });
    const settings = [parseSetting('a.size=2')!, parseSetting('a.size=3')!];
    const { document: after } = applySettings(before, settings, { specs, base: '/' });
    expect(Object.values(after.nodes)[0]!.params).toEqual({ size: 3 });
    expect(Object.values(before.nodes)[0]!.params).toEqual({ size: 1 });
  });

  it.each([
    ['other.size=1', 'select.unknown_node', 'Its nodes are a.'],
    ['a.sice=1', 'set.unknown_param', 'Did you mean "size"?'],
    ['a.inside.flie=1', 'set.unknown_param', 'Did you mean "file"?'],
    ['a.size.of=1', 'set.unknown_param', 'There is none.'],
  ])('%s is refused', (text, code, help) => {
    const { diagnostics } = apply(text);
    expect(diagnostics).toMatchObject([{ code, help }]);
    const { zh } = diagnostics[0]!;
    expect([zh.message, zh.help]).toEqual([
      expect.stringMatching(/^--set：.*[\u4e00-\u9fff]/),
      expect.stringMatching(/[\u4e00-\u9fff]/),
    ]);
  });

  it.each(['size=1', 'a.=1', '.size=1', 'a.size'])('%s is not a setting', (text) => {
    expect(parseSetting(text)).toBeNull();
  });
});
