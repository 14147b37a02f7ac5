import type { DocumentEdge } from '@weft/engine/graph';
import { describe, expect, it } from 'vitest';
import { next, readingOrder, step, type Walkable } from './walk.ts';

const wire = (from: string, to: string) =>
  ({ from: { node: from, port: 'o' }, to: { node: to, port: 'i' } }) as unknown as DocumentEdge;

/** a → b → d, a → c; c below b; lone far below. */
const graph: Walkable = {
  nodes: {
    d: { position: { x: 900, y: 0 } },
    c: { position: { x: 450, y: 300 } },
    b: { position: { x: 450, y: 0 } },
    a: { position: { x: 0, y: 0 } },
    lone: { position: { x: 0, y: 900 } },
  },
  edges: [wire('a', 'c'), wire('a', 'b'), wire('b', 'd')],
};

describe('walking', () => {
  it('begins at the first node in reading order', () => {
    expect(step(graph, null, 'right')).toBe('a');
    expect(step(graph, 'gone', 'down')).toBe('a');
  });

  it('follows wires, the upper one first', () => {
    expect(step(graph, 'a', 'right')).toBe('b');
    expect(step(graph, 'd', 'left')).toBe('b');
    expect(step(graph, 'c', 'left')).toBe('a');
  });

  it('goes to the neighbour where no wire leads', () => {
    expect(step(graph, 'b', 'down')).toBe('c');
    expect(step(graph, 'c', 'up')).toBe('b');
    expect(step(graph, 'lone', 'up')).toBe('a');
    expect(step(graph, 'd', 'right')).toBeNull();
  });

  it('goes once through every node, and out at the end', () => {
    expect(readingOrder(graph)).toEqual(['a', 'lone', 'b', 'c', 'd']);
    expect(next(graph, 'lone')).toBe('b');
    expect(next(graph, 'd')).toBeNull();
    expect(next(graph, 'a', true)).toBeNull();
    expect(next(graph, null)).toBe('a');
  });

  it('comes out of a circle', () => {
    const circle = { ...graph, edges: [wire('a', 'b'), wire('b', 'a')] };
    expect(step(circle, 'a', 'right')).toBe('b');
    expect(step(circle, 'b', 'right')).toBe('a');
  });
});
