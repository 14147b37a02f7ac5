import { graph } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { neededPart, toSelection } from './selection.ts';

/**
 *   a ─▶ b ─▶ c        x ─▶ y
 *        └──▶ d
 */
const document = graph({
  a: { type: 'stub.source' },
  b: { type: 'stub.double', in: { rows: 'a.rows' } },
  c: { type: 'stub.double', in: { rows: 'b.rows' } },
  d: { type: 'stub.double', in: { rows: 'b.rows' } },
  x: { type: 'stub.source' },
  y: { type: 'stub.double', in: { rows: 'x.rows' } },
});
const part = (selection: Parameters<typeof neededPart>[1]) => {
  const { document: kept, ids } = neededPart(document, selection);
  return { nodes: Object.keys(kept.nodes).join(''), edges: Object.keys(kept.edges).length, ids };
};

test('without a selection, or with ids that do not exist, it is the whole document', () => {
  for (const selection of [{}, { to: [] }, { force: ['a'] }, { to: ['nobody'] }])
    expect(part(selection)).toEqual({ nodes: 'abcdxy', edges: 4, ids: null });
});

test('takes what a node needs, what lies below it, or the ways between both', () => {
  expect(part({ to: ['c'] })).toMatchObject({ nodes: 'abc', edges: 2 });
  expect(part({ from: ['c'] })).toMatchObject({ nodes: 'abc', edges: 2 });
  expect(part({ from: ['b'] })).toMatchObject({ nodes: 'abcd', edges: 3 });
  expect(part({ from: ['b'], to: ['d', 'y'] })).toMatchObject({ nodes: 'abd', edges: 2 });
});

test('keeps wires to nodes that could not be read, so that the gap is told', () => {
  const { b: _, ...nodes } = document.nodes as Record<string, never>;
  const kept = neededPart({ ...document, nodes }, { to: ['c'] });
  expect([...kept.ids!].sort()).toEqual(['a', 'b', 'c']);
  expect(Object.keys(kept.document.edges)).toHaveLength(2);
});

test('a cycle ends', () => {
  const edges = {
    ...document.edges,
    back: { from: { node: 'c', port: 'rows' }, to: { node: 'a', port: 'rows' } },
  };
  expect([...neededPart({ ...document, edges } as never, { to: ['b'] }).ids!].sort()).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('`force` of the studio is `from` of the engine', () => {
  expect(toSelection({ to: ['a'], from: ['b'], force: ['c'] })).toEqual({
    only: ['a'],
    below: ['b'],
    from: ['c'],
  });
});
