import { expect, it } from 'vitest';
import { finalMix, murmur3 } from './murmur3.ts';

/** Bytes "abcd" are the code units 0x6261 0x6463, so vectors published for bytes of even length can be checked. */
const fromBytes = (bytes: string): string =>
  bytes.replace(/(.)(.)/gsu, (_, low: string, high: string) =>
    String.fromCharCode(low.charCodeAt(0) | (high.charCodeAt(0) << 8)),
  );

it('gives the published values of MurmurHash3 x86 32', () => {
  expect(murmur3('', 0)).toBe(0);
  expect(murmur3('', 1)).toBe(0x514e28b7);
  expect(murmur3('', 0xffffffff)).toBe(0x81f16f39);
  expect(murmur3(fromBytes('aaaa'), 0x9747b28c)).toBe(0x5a97808a);
  expect(murmur3(fromBytes('aa'), 0x9747b28c)).toBe(0x5d211726);
  expect(murmur3(fromBytes('abcd'), 0x9747b28c)).toBe(0xf0478627);
  expect(murmur3(fromBytes('ab'), 0x9747b28c)).toBe(0x74875592);
});

it('hashes a stretch like the same text alone', () => {
  const text = 'the quick brown fox';
  for (const [from, to] of [
    [4, 9],
    [0, 1],
    [3, 3],
    [1, 19],
  ] as const)
    expect(murmur3(text, 7, from, to)).toBe(murmur3(text.slice(from, to), 7));
});

it('spreads neighbouring numbers over all 32 bits', () => {
  const high = new Set<number>();
  for (let n = 0; n < 4096; n++) high.add(finalMix(n) >>> 20);
  expect(high.size).toBeGreaterThan(2400); // 4096 · (1 − 1/e) = 2589 expected
});
