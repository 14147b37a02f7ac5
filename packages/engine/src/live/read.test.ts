import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { NodeId } from '../graph/index.ts';
import { addNode, edgesOf, groupsOf, metaOf, nodesOf, readLive } from './index.ts';

const valid = { type: 'test.step', params: {} };

function with_(write: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc();
  addNode(doc, 'good' as NodeId, valid);
  doc.transact(() => write(doc));
  return doc;
}

describe('a document that was damaged', () => {
  it('opens, and names a node that is no node', () => {
    const doc = with_((d) => (nodesOf(d) as Y.Map<unknown>).set('bad', 'text'));
    const { document, troubles } = readLive(doc);
    expect(Object.keys(document.nodes)).toEqual(['good']);
    expect(troubles).toMatchObject([{ code: 'document.shape', node: 'bad' }]);
  });

  it('keeps a node whose title is malformed, without the title', () => {
    const doc = with_((d) => nodesOf(d).get('good')!.set('title', 42));
    const { document, troubles } = readLive(doc);
    expect(document.nodes['good' as NodeId]).toEqual(valid);
    expect(troubles[0]?.message).toContain('title');
  });

  it('keeps a node with a field that nobody knows, and tells', () => {
    const doc = with_((d) => nodesOf(d).get('good')!.set('colour', 'red'));
    expect(readLive(doc)).toMatchObject({
      document: { nodes: { good: valid } },
      troubles: [{ node: 'good' }],
    });
  });

  it('keeps wires to nodes that are not there: they are drawn with their trouble', () => {
    const doc = with_((d) => edgesOf(d).set('e', { from: 'good.rows', to: 'gone.rows' }));
    expect(Object.keys(readLive(doc).document.edges)).toEqual(['e']);
  });

  it('leaves out a wire without ends', () => {
    const doc = with_((d) => edgesOf(d).set('e', { from: 'nowhere' }));
    expect(readLive(doc)).toMatchObject({ document: { edges: {} }, troubles: [{ edge: 'e' }] });
  });

  it('has a title even when what is stored is none', () => {
    expect(readLive(with_((d) => metaOf(d).set('title', { not: 'text' }))).document.title).toBe('Untitled');
  });

  it('never throws, whatever the maps hold', () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constant(undefined));
    const field = fc.constantFrom('type', 'version', 'params', 'position', 'group', 'note', 'odd');
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom('nodes', 'edges', 'groups', 'meta', 'node'), fc.string(), field, junk),
        ),
        (entries) => {
          const doc = with_((d) => {
            for (const [where, key, name, value] of entries)
              if (where === 'nodes') (nodesOf(d) as Y.Map<unknown>).set(key, value);
              else if (where === 'edges') edgesOf(d).set(key, value);
              else if (where === 'groups') groupsOf(d).set(key, value);
              else if (where === 'meta') metaOf(d).set(key, value);
              else nodesOf(d).get('good')?.set?.(name, value);
          });
          const { document, troubles } = readLive(doc);
          expect(typeof document.title).toBe('string');
          expect(Array.isArray(troubles)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
