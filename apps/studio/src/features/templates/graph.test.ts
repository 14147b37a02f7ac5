import { registry } from '@weft/nodes/specs';
import { describe, expect, it } from 'vitest';
import { answers, kindsOf, thumbnailOf, type TemplateItem } from './graph.ts';

const [first, second] = registry.list();
const template: TemplateItem = {
  slug: 'search',
  title: { en: 'Document search', zh: '文档检索' },
  description: { en: 'Find the page', zh: '查找页面' },
  tags: ['rag'],
  duration: 10,
  nodes: [
    { id: 'b', type: second!.type, position: { x: 300, y: 0 } },
    { id: 'a', type: first!.type, position: { x: 0, y: 0 } },
    { id: 'c', type: 'from.the-future', position: { x: 600, y: 0 } },
    { id: 'd', type: first!.type, position: { x: 900, y: 0 } },
  ],
  edges: [{ from: 'a', to: 'b' }],
};

describe('a template', () => {
  it('lists its kinds of nodes from left to right, each once, without unknown ones', () => {
    expect(kindsOf(template).map(({ type }) => type)).toEqual([first!.type, second!.type]);
  });

  it('is drawn with the colours of its stages, unknown types in grey', () => {
    const { nodes } = thumbnailOf(template);
    expect(nodes.find(({ id }) => id === 'a')?.color).toBe(`var(--stage-${first!.stage})`);
    expect(nodes.find(({ id }) => id === 'c')?.color).toBe('var(--ink-3)');
  });

  it('answers a search in either language, by every word', () => {
    expect(answers(template, 'RAG page')).toBe(true);
    expect(answers(template, '检索')).toBe(true);
    expect(answers(template, 'rag training')).toBe(false);
  });
});
