import fc from 'fast-check';
import { expect, it } from 'vitest';
import { share } from './share.ts';

it('returns the previous value when nothing changed', () => {
  const before = { a: [1, { b: 2 }], c: null };
  expect(share(before, structuredClone(before))).toBe(before);
});

it('keeps the parts that did not change', () => {
  const before = { a: { x: 1 }, b: { y: 2 } };
  const after = share(before, { a: { x: 1 }, b: { y: 3 } });
  expect(after).toEqual({ a: { x: 1 }, b: { y: 3 } });
  expect(after.a).toBe(before.a);
});

it('tells a missing field from an undefined one', () => {
  const before = { a: 1 };
  const after = share(before, { a: 1, b: undefined });
  expect(after).not.toBe(before);
});

it('always equals what it was given', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(share(before, after)).toEqual(after);
    }),
  );
});
