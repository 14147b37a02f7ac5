import type { DocumentEdge } from '@weft/engine/graph';
import { expect, it } from 'vitest';
import { elkGraph, placesOf } from './layout.ts';

const box = { x: 0, y: 0, width: 100, height: 50 };
const edge = (from: string, to: string) =>
  ({ from: { node: from, port: 'o' }, to: { node: to, port: 'i' } }) as unknown as DocumentEdge;

it('gives ELK groups as nodes that hold theirs, and only wires between nodes that exist', () => {
  const graph = elkGraph({
    boxes: { a: box, b: box, c: box },
    edges: [edge('a', 'b'), edge('b', 'gone'), edge('c', 'c')],
    groupOf: (node) => (node === 'a' ? undefined : 'g'),
  });
  expect(graph.children!.map(({ id, children }) => [id, children?.length])).toEqual([
    ['a', undefined],
    ['group:g', 2],
  ]);
  expect(graph.edges).toHaveLength(1);
});

it('reads places of nested nodes from one origin', () => {
  const group = { id: 'group:g', x: 100, y: 50, children: [{ id: 'b', x: 24.4, y: 56 }] };
  expect(placesOf({ id: 'root', children: [{ id: 'a', x: 0, y: 1 }, group] })).toEqual({
    a: { x: 0, y: 1 },
    b: { x: 124, y: 106 },
  });
});
