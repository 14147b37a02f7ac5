import { parseDocument } from '@weft/engine/graph';
import { expect, it } from 'vitest';
import { copied, pasted } from './clipboard.ts';

const text = JSON.stringify({
  format: 'weft.document',
  formatVersion: 1,
  title: 'Two',
  nodes: {
    a: { type: 'test.read', params: {}, position: { x: 100, y: 50 } },
    b: { type: 'test.train', params: { size: 3 }, position: { x: 400, y: 90 } },
    c: { type: 'test.other', params: {} },
  },
  edges: { w: { from: 'a.rows', to: 'b.rows' } },
});
const two = copied(parseDocument(text).document!, ['a', 'b']);

it('copies a document file of the chosen nodes', () => {
  const { document } = parseDocument(two);
  expect(Object.keys(document!.nodes)).toEqual(['a', 'b']);
  expect(Object.keys(document!.edges)).toEqual(['w']);
});

it('pastes under fresh ids, with the corner where it was asked for', () => {
  const result = pasted(two, { x: 0, y: 0 });
  if (!result.ok) throw new Error('not pasted');
  const nodes = Object.entries(result.graph.nodes);
  expect(nodes.map(([, { position }]) => position)).toEqual([
    { x: 0, y: 0 },
    { x: 300, y: 40 },
  ]);
  expect(nodes.some(([id]) => id === 'a' || id === 'b')).toBe(false);
  expect(Object.values(result.graph.edges)[0]!.from.node).toBe(nodes[0]![0]);
});

it('puts nodes that have no places side by side', () => {
  const loose =
    '{"format":"weft.document","formatVersion":1,"nodes":{"a":{"type":"x.y"},"b":{"type":"x.y"}}}';
  const result = pasted(loose, { x: 0, y: 0 });
  if (!result.ok) throw new Error('not pasted');
  const [first, second] = Object.values(result.graph.nodes);
  expect(second!.position!.x - first!.position!.x).toBeGreaterThan(336);
});

it('is silent about text that never was a document, and clear about a broken one', () => {
  expect(pasted('hello')).toEqual({ ok: false, why: 'not-ours' });
  expect(pasted('{"format": ')).toMatchObject({ why: 'broken', diagnostic: { code: 'document.not_json' } });
  expect(pasted('{"nodes": {"1 2": {}}}')).toMatchObject({
    why: 'broken',
    diagnostic: { code: 'document.shape' },
  });
  expect(pasted(text.replace('"formatVersion":1', '"formatVersion":99'))).toMatchObject({
    diagnostic: { code: 'document.future_version' },
  });
  expect(pasted('{"format":"weft.document","formatVersion":1,"nodes":{}}')).toEqual({
    ok: false,
    why: 'empty',
  });
});
