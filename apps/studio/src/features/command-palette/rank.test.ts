import { describe, expect, it } from 'vitest';
import { rank, scoreText } from './rank.ts';

const titles = (query: string, ...all: string[]) =>
  rank(
    all.map((title) => ({ title })),
    query,
  ).map(({ title }) => title);

describe('the palette', () => {
  it('puts the whole title first, then beginnings, then the inside of words', () => {
    expect(titles('run', 'Prune runs', 'Runs', 'Run', 'Brunch', 'Dry run')).toEqual([
      'Run',
      'Runs',
      'Dry run',
      'Prune runs',
      'Brunch',
    ]);
  });

  it('wants every word, in any order', () => {
    expect(titles('selection run', 'Run from the selection', 'Run all', 'Selection')).toEqual([
      'Run from the selection',
    ]);
  });

  it('finds initials, and no letters scattered at random', () => {
    expect(titles('rfs', 'Run from the selection', 'Transfers')).toEqual(['Run from the selection']);
    expect(scoreText('Transfers', 'rfs')).toBe(0);
  });

  it('finds Chinese inside a sentence', () => {
    expect(titles('运行', '从选中处运行', '模板', '运行')).toEqual(['运行', '从选中处运行']);
  });

  it('finds by keywords, after titles', () => {
    const items = [{ title: 'Ada', keywords: ['ada@example.com'] }, { title: 'Example' }];
    expect(rank(items, 'example').map(({ title }) => title)).toEqual(['Example', 'Ada']);
  });

  it('keeps the order it was given when nothing is typed', () => {
    expect(titles('  ', 'b', 'a')).toEqual(['b', 'a']);
  });

  it('takes signs as they are', () => {
    expect(titles('c++ (', 'C++ (test)', 'C')).toEqual(['C++ (test)']);
  });
});
