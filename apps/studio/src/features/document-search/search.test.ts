import type { NodeSpec } from '@weft/engine/graph';
import { describe, expect, it } from 'vitest';
import { search, type SearchOptions } from './search.ts';

const options: SearchOptions = {
  nodes: {
    read: { type: 'ingest.table', params: { path: 'upload:ab/Orders.csv', max_errors: 0.1 } },
    code: {
      type: 'code.javascript',
      title: 'Clean the orders',
      params: { code: 'function map(row) {\n  return row;\n}' },
    },
    odd: { type: 'no.such', note: 'ask 李雷 about 订单', params: {} },
  },
  order: ['read', 'code', 'odd'],
  specOf: ({ type }) =>
    type === 'ingest.table' ? ({ title: { en: 'Read table', zh: '读取表格' } } as NodeSpec) : null,
  language: 'en',
};
const where = (query: string, more: Partial<SearchOptions> = {}) =>
  search(query, { ...options, ...more }).map(
    ({ nodeId, where: at }) => `${nodeId} ${'name' in at ? at.name : at.kind}`,
  );

describe('searching a document', () => {
  it('finds titles, types, params and notes, in reading order, without regard to case', () => {
    expect(where('orders')).toEqual(['read path', 'code title']);
    expect(where('READ TABLE')).toEqual(['read title']);
    expect(where('code.java')).toEqual(['code type']);
    expect(where('订单')).toEqual(['odd note']);
    expect(where('0.1')).toEqual(['read max_errors']);
  });

  it('knows titles in the language that is shown', () => {
    expect(where('读取', { language: 'zh' })).toEqual(['read title']);
  });

  it('shows the line, and where in it', () => {
    const [hit] = search('RETURN', options);
    expect(hit!.line.slice(hit!.from, hit!.from + hit!.length)).toBe('return');
  });

  it('cuts long lines around what was found', () => {
    const long = `${'x'.repeat(500)}needle${'y'.repeat(500)}`;
    const nodes = { one: { type: 'a.b', params: { text: long } } };
    const [hit] = search('needle', { ...options, nodes, order: ['one'] });
    expect(hit!.line.length).toBeLessThan(100);
    expect(hit!.line.slice(hit!.from, hit!.from + hit!.length)).toBe('needle');
  });

  it('finds nothing for nothing', () => {
    expect(search('  ', options)).toEqual([]);
  });
});
