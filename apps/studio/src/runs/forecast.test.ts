import { graph } from '@weft/engine/testing';
import { describe, expect, it } from 'vitest';
import { outdated, previewOf, runFingerprint, staleSteps, willOf } from './forecast.ts';
import type { PreviewStep } from './wire.ts';

const step = (nodeId: string, key: string | null, will: PreviewStep['will'] = 'cached'): PreviewStep => ({
  nodeId,
  type: 'stub.noop',
  will,
  why: { en: '', zh: '' },
  changes: [],
  key,
  estimatedMs: null,
});
const ready = (...steps: PreviewStep[]) =>
  previewOf({ diagnostics: [], steps, execute: 0, cached: 0, estimatedMs: null });
const shown = (steps: Record<string, { key: string | null; parents: string[] }>) =>
  new Map(Object.entries(steps));

describe('staleSteps', () => {
  it('marks a step whose key has changed, and what lies below it', () => {
    const run = shown({
      a: { key: '1', parents: [] },
      b: { key: '2', parents: ['a'] },
      c: { key: '3', parents: [] },
    });
    const preview = ready(step('a', 'other', 'run'), step('b', null, 'follows'), step('c', '3'));
    expect([...staleSteps(preview, run)]).toEqual(['a', 'b']);
  });

  it('leaves alone what merely runs again, as an effect does', () => {
    const run = shown({ a: { key: '1', parents: [] }, b: { key: '2', parents: ['a'] } });
    expect(staleSteps(ready(step('a', '1', 'run'), step('b', null, 'follows')), run).size).toBe(0);
  });

  it('knows nothing while the document cannot run', () => {
    const diagnostics = [
      { code: 'document.empty', message: '', help: '', zh: { message: '', help: '' } },
    ] as const;
    const blocked = previewOf({ diagnostics, steps: [], execute: 0, cached: 0, estimatedMs: null });
    expect(blocked.kind).toBe('blocked');
    expect(staleSteps(blocked, shown({ a: { key: '1', parents: [] } })).size).toBe(0);
  });
});

describe('willOf', () => {
  it('says what would happen to each node, and nothing of those it does not know', () => {
    const preview = ready(step('a', '1', 'run'), step('b', '2'));
    expect([willOf(preview, 'a'), willOf(preview, 'b'), willOf(preview, 'c')]).toEqual([
      'run',
      'cached',
      null,
    ]);
  });
});

describe('outdated', () => {
  it('says that figures may be wrong by now, once', () => {
    const old = outdated(ready(step('a', '1')));
    expect(old).toMatchObject({ kind: 'ready', current: false });
    expect(outdated(old)).toBe(old);
  });
});

describe('runFingerprint', () => {
  const document = graph({ a: { type: 'stub.source' }, b: { type: 'stub.noop', in: { rows: 'a.rows' } } });

  it('does not change with what a run does not depend on', () => {
    const moved = structuredClone(document);
    for (const node of Object.values(moved.nodes))
      Object.assign(node, { position: { x: 5, y: 5 }, title: 'Renamed', note: 'why', group: 'g1' });
    expect(runFingerprint(moved)).toBe(runFingerprint(document));
  });

  it('changes with a param, a wire, the seed, a version and a type', () => {
    const all = [
      (d: typeof document) => Object.assign(Object.values(d.nodes)[0]!, { params: { count: 11 } }),
      (d: typeof document) => void (d.edges = {}),
      (d: typeof document) => void (d.seed = 7),
      (d: typeof document) => Object.assign(Object.values(d.nodes)[0]!, { version: 2 }),
      (d: typeof document) => Object.assign(Object.values(d.nodes)[0]!, { type: 'stub.noop' }),
    ].map((change) => {
      const copy = structuredClone(document);
      change(copy);
      return runFingerprint(copy);
    });
    expect(new Set([runFingerprint(document), ...all]).size).toBe(all.length + 1);
  });
});
