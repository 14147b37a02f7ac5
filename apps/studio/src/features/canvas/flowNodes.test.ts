import { table, type DocumentEdge, type DocumentNode, type EdgeId, type NodeSpec } from '@weft/engine/graph';
import { describe, expect, it } from 'vitest';
import type { Wire } from '../../document/index.ts';
import { fallbackPlaces, reconcile, type FlowSource } from './flowNodes.ts';

const spec = {
  stage: 'chunk',
  inputs: { rows: { type: table() } },
  outputs: { rows: { type: table() } },
} as unknown as NodeSpec;
const node = (x: number): DocumentNode => ({ type: 'test.step', params: {}, position: { x, y: 0 } });
const edge = (from: string, to: string) =>
  ({ from: { node: from, port: 'rows' }, to: { node: to, port: 'odd' } }) as unknown as DocumentEdge;

function source(nodes: Record<string, DocumentNode>, more: Partial<FlowSource> = {}): FlowSource {
  return {
    ids: Object.keys(nodes),
    node: (id) => nodes[id] ?? null,
    wiresOf: () => [],
    specOf: ({ type }) => (type === 'test.step' ? spec : null),
    selected: new Set(),
    moved: {},
    held: new Set(),
    fallback: () => ({ x: -1, y: -1 }),
    ...more,
  };
}

describe('nodes of the canvas', () => {
  const nodes = { a: node(0), b: node(400) };
  const first = reconcile([], source(nodes));

  it('are the same list when nothing changed', () => {
    expect(reconcile(first, source(nodes))).toBe(first);
  });

  it('keep what was measured, and every object that did not change', () => {
    const measured = first.map((one) => ({ ...one, measured: { width: 336, height: 500 } }));
    const next = reconcile(measured, source({ ...nodes, b: node(500) }));
    expect(next[0]).toBe(measured[0]);
    expect(next[1]).toMatchObject({ position: { x: 500 }, measured: { height: 500 } });
  });

  it('are where somebody drags them, before anything is written', () => {
    const next = reconcile(first, source(nodes, { moved: { a: { x: 7, y: 8 } }, held: new Set(['a']) }));
    expect(next[0]).toMatchObject({ position: { x: 7, y: 8 }, dragging: true });
    expect(next[1]).toBe(first[1]);
  });

  it('have handles without being measured, also for wires to ports that are no more', () => {
    const wires: readonly Wire[] = [['w' as EdgeId, edge('a', 'b')]];
    const [, b] = reconcile([], source(nodes, { wiresOf: (id) => (id === 'b' ? wires : []) }));
    expect(b!.handles!.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'target rows',
      'target odd',
      'source rows',
    ]);
    expect(b!.measured).toMatchObject({ width: 336 });
  });

  it('may be called as something that every object has', () => {
    const [odd] = reconcile([], source({ constructor: node(3) }));
    expect(odd!.position).toEqual({ x: 3, y: 0 });
  });

  it('of an unknown type are there, without a stage', () => {
    const [odd] = reconcile([], source({ odd: { ...node(0), type: 'no.such' } }));
    expect(odd).toMatchObject({ id: 'odd', data: { stage: null }, handles: [] });
  });

  it('without a position go where the fallback says', () => {
    const [lost] = reconcile([], source({ lost: { type: 'test.step', params: {} } }));
    expect(lost!.position).toEqual({ x: -1, y: -1 });
  });
});

describe('places for nodes that have none', () => {
  it('are columns along the wires', () => {
    const places = fallbackPlaces(['a', 'b', 'c', 'd'], [edge('a', 'b'), edge('b', 'c'), edge('a', 'c')]);
    expect(places['a']!.x).toBeLessThan(places['b']!.x);
    expect(places['b']!.x).toBeLessThan(places['c']!.x);
    expect(places['d']!.y).toBeGreaterThan(places['a']!.y);
  });

  it('are found for circles and wires to nowhere too', () => {
    const places = fallbackPlaces(['a', 'b'], [edge('a', 'b'), edge('b', 'a'), edge('gone', 'a')]);
    expect(Object.values(places).every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });
});
