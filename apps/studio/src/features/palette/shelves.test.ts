import { model, table } from '@weft/engine/graph';
import { registry } from '@weft/nodes/specs';
import { describe, expect, it } from 'vitest';
import { shelvesOf, type ShelvesOptions } from './shelves.ts';

const find = (options: Partial<ShelvesOptions>) =>
  shelvesOf(registry.list(), { query: '', fits: null, all: false, ...options });
const types = (options: Partial<ShelvesOptions>) =>
  find(options).shelves.flatMap(({ items }) => items.map(({ spec }) => spec.type));

describe('the palette', () => {
  it('shows every node type once, by stage in the order of the work', () => {
    expect(types({}).toSorted()).toEqual(registry.list().map(({ type }) => type));
    expect(find({}).shelves[0]!.stage).toBe('ingest');
  });

  it('finds by title, type, description and port, in both languages, all words at once', () => {
    expect(types({ query: 'read table' })[0]).toBe('ingest.table');
    expect(types({ query: '表格' })).toContain('ingest.table');
    expect(types({ query: 'bm25' })).toContain('index.hybrid');
    expect(types({ query: 'no such thing' })).toEqual([]);
  });

  it('shows only what takes the wire, and counts the rest', () => {
    const wanted = { type: model('classification'), side: 'out' } as const;
    const { shelves, misfits } = find({ fits: wanted });
    expect(shelves.flatMap(({ items }) => items).every(({ fits }) => fits)).toBe(true);
    expect(types({ fits: wanted })).toContain('evaluate.classification');
    expect(misfits + types({ fits: wanted }).length).toBe(registry.list().length);
    expect(types({ fits: wanted, all: true })).toHaveLength(registry.list().length);
  });

  it('shows what can feed an input', () => {
    const rows = table({ label: 'string' });
    expect(types({ fits: { type: rows, side: 'in' } })).toContain('ingest.table');
  });
});
