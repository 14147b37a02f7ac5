import {
  model,
  table,
  type DocumentEdge,
  type EdgeId,
  type NodeSpec,
  type PortType,
} from '@weft/engine/graph';
import { growth, LINEAR } from '@weft/engine/testing/growth';
import { describe, expect, it } from 'vitest';
import { circularEdges, fittingPort, portKey, verdicts, type PortRef, type Wiring } from './wiring.ts';

const spec = (inputs: Record<string, PortType>, outputs: Record<string, PortType>, many = false): NodeSpec =>
  ({
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, type]) => [name, { type, many }])),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, type]) => [name, { type }])),
  }) as unknown as NodeSpec;

const SPECS: Record<string, NodeSpec> = {
  read: spec({}, { rows: table({ text: 'string' }, { open: false }) }),
  train: spec(
    { rows: table({ text: 'string' }), labels: table({ label: 'string' }) },
    { model: model('classification') },
  ),
  judge: spec({ model: model('retrieval') }, {}),
  merge: spec({ rows: table() }, { rows: table() }, true),
};

function document(nodes: Record<string, string>, wires: readonly string[] = []): Wiring {
  return {
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, type]) => [id, { type, params: {} }])),
    edges: wires.map((wire) => [wire as EdgeId, edge(wire)] as const),
    specOf: ({ type }) => SPECS[type] ?? null,
  };
}
/** "a.rows>b.rows" */
function edge(text: string): DocumentEdge {
  const [from, to] = text.split('>').map((end) => {
    const [node, port] = end.split('.');
    return { node, port };
  });
  return { from, to } as DocumentEdge;
}
const port = (text: string): PortRef => {
  const [node, side, name] = text.split('.');
  return { node, side, port: name } as PortRef;
};
const ask = (wiring: Wiring, from: string, to: string) => verdicts(wiring, port(from)).get(portKey(port(to)));

describe('what a wire may join', () => {
  it('joins an output to an input that takes it, begun at either end', () => {
    const wiring = document({ a: 'read', b: 'train' });
    expect(ask(wiring, 'a.out.rows', 'b.in.rows')).toEqual({ ok: true, replaces: [] });
    expect(ask(wiring, 'b.in.rows', 'a.out.rows')).toEqual({ ok: true, replaces: [] });
  });

  it('says which types do not go together', () => {
    const wiring = document({ a: 'read', b: 'train', c: 'judge' });
    expect(ask(wiring, 'a.out.rows', 'b.in.labels')).toMatchObject({ ok: false, why: { kind: 'type' } });
    expect(ask(wiring, 'b.out.model', 'c.in.model')).toMatchObject({ ok: false, why: { kind: 'type' } });
  });

  it('gives way to the new wire where an input takes one', () => {
    const wiring = document({ a: 'read', b: 'train', c: 'read' }, ['c.rows>b.rows']);
    expect(ask(wiring, 'a.out.rows', 'b.in.rows')).toEqual({ ok: true, replaces: ['c.rows>b.rows'] });
  });

  it('adds a wire where an input takes many', () => {
    const wiring = document({ a: 'read', b: 'merge', c: 'read' }, ['c.rows>b.rows']);
    expect(ask(wiring, 'a.out.rows', 'b.in.rows')).toEqual({ ok: true, replaces: [] });
  });

  it('refuses a wire that is there, one to its own node, and one between two outputs', () => {
    const wiring = document({ a: 'read', b: 'merge' }, ['a.rows>b.rows']);
    expect(ask(wiring, 'a.out.rows', 'b.in.rows')).toMatchObject({ why: { kind: 'wired' } });
    expect(ask(wiring, 'b.out.rows', 'b.in.rows')).toMatchObject({ why: { kind: 'same-node' } });
    expect(ask(wiring, 'a.out.rows', 'b.out.rows')).toMatchObject({ why: { kind: 'same-side' } });
  });

  it('refuses a circle, begun at either end', () => {
    const wiring = document({ a: 'merge', b: 'merge', c: 'merge' }, ['a.rows>b.rows', 'b.rows>c.rows']);
    expect(ask(wiring, 'c.out.rows', 'a.in.rows')).toMatchObject({ why: { kind: 'cycle' } });
    expect(ask(wiring, 'a.in.rows', 'c.out.rows')).toMatchObject({ why: { kind: 'cycle' } });
    expect(ask(wiring, 'a.out.rows', 'c.in.rows')).toEqual({ ok: true, replaces: [] });
  });

  it('has no answer for ports of a type that nobody knows', () => {
    expect(ask(document({ a: 'read', b: 'nobody' }), 'a.out.rows', 'b.in.rows')).toBeUndefined();
  });
});

it('finds the port of a node type that takes a wire, on either side', () => {
  const rows = table({ text: 'string' }, { open: false });
  expect(fittingPort(SPECS['train']!, { type: rows, side: 'out' })).toBe('rows');
  expect(fittingPort(SPECS['train']!, { type: model('classification'), side: 'in' })).toBe('model');
  expect(fittingPort(SPECS['judge']!, { type: rows, side: 'out' })).toBeNull();
});

describe('circles', () => {
  const of = (...wires: string[]) => [
    ...circularEdges(wires.map((wire) => [wire as EdgeId, edge(wire)] as const)),
  ];

  it('are the wires that lead back, and no others', () => {
    expect(of('in.o>a.i', 'a.o>b.i', 'b.o>a.i', 'b.o>out.i')).toEqual(['a.o>b.i', 'b.o>a.i']);
    expect(of('a.o>b.i', 'b.o>c.i')).toEqual([]);
  });

  it('may be one node wired to itself, or several apart', () => {
    expect(of('a.o>a.i', 'b.o>c.i', 'c.o>b.i')).toHaveLength(3);
  });

  it('are looked for in about linear time, also along a chain', () => {
    const search = (size: number): void =>
      expect(of(...Array.from({ length: size }, (_, at) => `n${at}.o>n${at + 1}.i`))).toEqual([]);
    expect(growth(search, 1250)).toBeLessThan(LINEAR);
  });
});
