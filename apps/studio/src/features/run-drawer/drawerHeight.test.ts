import { describe, expect, it } from 'vitest';
import { clampHeight, heightByKey, keepHeight, keptHeight, LEAST, USUAL } from './drawerHeight.ts';

describe('the height of the drawer', () => {
  it('leaves room for the page, also for a small one', () => {
    expect(clampHeight(5000, 900)).toBe(700);
    expect(clampHeight(0, 900)).toBe(LEAST);
    expect(clampHeight(400, 250)).toBe(LEAST);
  });

  it('is remembered, and falls back when what was kept makes no sense', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    expect(keptHeight(storage)).toBe(USUAL);
    keepHeight(storage, 333);
    expect(keptHeight(storage)).toBe(333);
    for (const bad of ['NaN', '-5', 'tall', 'Infinity'])
      expect(keptHeight({ getItem: () => bad })).toBe(USUAL);
  });

  it('is changed by arrows, pages, home and end', () => {
    expect(heightByKey('ArrowUp', 200)).toBe(224);
    expect(clampHeight(heightByKey('Home', 200)!, 900)).toBe(700);
    expect(clampHeight(heightByKey('End', 200)!, 900)).toBe(LEAST);
    expect(heightByKey('a', 200)).toBeNull();
  });
});
