import {
  addNode,
  connect,
  EDIT,
  moveNodes,
  nodesOf,
  removeNodes,
  setMeta,
  setParam,
  textOf,
} from '@weft/engine/live';
import type { NodeId } from '@weft/engine/graph';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { createDiagnostics } from './diagnostics.ts';
import { createLiveStore, type Topic } from './liveStore.ts';
import { registry } from './specs.ts';

const id = (text: string) => text as NodeId;

function open(count = 20) {
  const doc = new Y.Doc();
  for (let at = 0; at < count; at++)
    addNode(
      doc,
      id(`n${at}`),
      { type: 'test.step', params: { size: at }, position: { x: at, y: 0 } },
      { code: '' },
    );
  for (let at = 1; at < count; at++)
    connect(doc, {
      from: { node: id(`n${at - 1}`), port: 'rows' },
      to: { node: id(`n${at}`), port: 'rows' },
    });
  const store = createLiveStore(doc);
  const heard = (topic: Topic) => {
    const listener = vi.fn<() => void>();
    store.subscribe(topic, listener);
    return listener;
  };
  return { doc, store, heard };
}

const objects = ({ store }: ReturnType<typeof open>) => store.nodeIds().map((node) => store.node(node));

describe('the store of a document', () => {
  it('takes ids that every object has for ids like any other', () => {
    const { doc, store } = open(1);
    expect(store.wiresOf('constructor')).toEqual([]);
    addNode(doc, id('constructor'), { type: 'test.step', params: {} });
    connect(doc, {
      from: { node: id('n0'), port: 'rows' },
      to: { node: id('constructor'), port: 'rows' },
    });
    expect(store.wiresOf('constructor')).toHaveLength(1);
    const diagnostics = createDiagnostics(store, registry);
    expect(diagnostics.of('constructor').map(({ code }) => code)).toEqual(['node.unknown_type']);
    expect(diagnostics.of('toString')).toEqual([]);
    diagnostics.destroy();
  });

  it('keeps every other object when one node changes', () => {
    const opened = open();
    const before = objects(opened);
    const [one, other, ids, edges] = [
      opened.heard('node:n3'),
      opened.heard('node:n4'),
      opened.heard('ids'),
      opened.heard('edges'),
    ];
    setParam(opened.doc, 'n3', 'size', 99);
    const after = objects(opened);
    expect(after.filter((node, at) => node !== before[at])).toHaveLength(1);
    expect(after[3]).toMatchObject({ params: { size: 99 } });
    expect(after[3]!.position).toBe(before[3]!.position);
    expect(one).toHaveBeenCalledTimes(1);
    for (const quiet of [other, ids, edges]) expect(quiet).not.toHaveBeenCalled();
  });

  it('tells once per transaction, however much it changes', () => {
    const { doc, heard } = open();
    const [any, one] = [heard('any'), heard('node:n1')];
    doc.transact(() => {
      setParam(doc, 'n1', 'size', 5);
      setParam(doc, 'n1', 'more', 6);
      moveNodes(doc, { n1: { x: 1, y: 2 }, n2: { x: 3, y: 4 } });
    }, EDIT);
    expect(any).toHaveBeenCalledTimes(1);
    expect(one).toHaveBeenCalledTimes(1);
  });

  it('says nothing when an edit writes what was there', () => {
    const { doc, heard } = open();
    const any = heard('any');
    setParam(doc, 'n1', 'size', 1);
    expect(any).not.toHaveBeenCalled();
  });

  it('keeps the wires of nodes that the edit did not touch', () => {
    const { doc, store } = open();
    const before = store.wiresOf('n10');
    removeNodes(doc, ['n3']);
    expect(store.wiresOf('n10')).toBe(before);
    expect(store.wiresOf('n4').map(([, { from }]) => from.node)).toEqual(['n4']);
    expect(store.nodeIds()).not.toContain('n3');
    expect(store.node('n3')).toBeNull();
  });

  it('follows every letter of a text that people share', () => {
    const { doc, store, heard } = open(2);
    const one = heard('node:n0');
    textOf(doc, 'n0', 'code')!.insert(0, 'abc');
    expect(store.node('n0')!.params['code']).toBe('abc');
    expect(one).toHaveBeenCalledTimes(1);
  });

  it('gives the same reading until something changes', () => {
    const { doc, store } = open();
    const before = store.reading();
    expect(store.reading()).toBe(before);
    setMeta(doc, 'title', 'Other');
    expect(store.reading().document.title).toBe('Other');
    expect(store.reading().document.nodes[id('n1')]).toBe(before.document.nodes[id('n1')]);
  });

  it('opens what is damaged, and tells', () => {
    const { doc, store } = open(2);
    (nodesOf(doc) as Y.Map<unknown>).set('bad', 7);
    expect(store.nodeIds()).toEqual(['n0', 'n1']);
    expect(store.reading().troubles).toMatchObject([{ node: 'bad' }]);
  });

  it('is quiet after it was closed', () => {
    const { doc, store, heard } = open(2);
    const any = heard('any');
    store.destroy();
    setParam(doc, 'n1', 'size', 9);
    expect(any).not.toHaveBeenCalled();
  });
});
