import { documentNode, type NodeSpec } from '@weft/engine/graph';
import { registry } from '@weft/nodes/specs';
import { expect, test } from 'vitest';
import { commonFields, type Chosen } from './common.ts';

const chosen = (type: string, params: Record<string, unknown> = {}): Chosen => ({
  id: type,
  node: documentNode.parse({ type, params }),
  spec: registry.get(type) as NodeSpec,
});
const names = (...all: Chosen[]) => commonFields(all).map(({ field }) => field.name);

test('nodes of one family share their settings, strangers none', () => {
  expect(names(chosen('chunk.recursive'), chosen('chunk.markdown'))).toEqual([
    'size',
    'overlap',
    'unit',
    'keep_blank',
  ]);
  expect(names(chosen('chunk.recursive'), chosen('evaluate.gate'))).toEqual([]);
  expect(names()).toEqual([]);
});

test('settings of one name and different bounds are not the same setting', () => {
  expect(names(chosen('chunk.sentences'), chosen('chunk.recursive'))).not.toContain('overlap');
});

test('a value is shown when all hold it, a default counting as held', () => {
  const fields = commonFields([
    chosen('chunk.recursive', { size: 500, overlap: 0 }),
    chosen('chunk.markdown'),
  ]);
  expect(
    Object.fromEntries(fields.map(({ field, value, mixed }) => [field.name, [value, mixed]])),
  ).toMatchObject({
    size: [undefined, true],
    overlap: [0, false],
  });
});

test('code and files are not written over one another', () => {
  expect(names(chosen('ingest.table'), chosen('ingest.table'))).not.toContain('path');
  expect(names(chosen('code.javascript'), chosen('code.javascript'))).not.toContain('code');
});
