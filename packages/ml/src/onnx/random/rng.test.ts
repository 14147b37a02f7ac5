import { describe, expect, it } from 'vitest';
import { glorotUniform, heNormal } from './initialise.ts';
import { Rng, permutation, splitMix64 } from './rng.ts';

describe('Rng', () => {
  it('gives the outputs of the reference implementation for the state 1, 2, 3, 4', () => {
    const rng = Rng.fromState([1, 2, 3, 4]);
    const outputs = Array.from({ length: 10 }, () => rng.uint32());
    expect(outputs).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('seeds through SplitMix64, whose reference outputs it gives', () => {
    const next = splitMix64(1234567n);
    expect([next(), next(), next()]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
    ]);
  });

  it('continues from a saved state exactly', () => {
    const rng = Rng.seeded(7);
    rng.normal();
    const copy = Rng.fromState(JSON.parse(JSON.stringify(rng.state())));
    expect(Array.from({ length: 5 }, () => copy.normal())).toEqual(
      Array.from({ length: 5 }, () => rng.normal()),
    );
  });

  it('draws independent streams from one seed', () => {
    const draw = (stream: string) =>
      Array.from({ length: 3 }, () => stream && Rng.seeded(1, stream).uint32());
    expect(draw('weights')).toEqual(draw('weights'));
    expect(draw('weights')).not.toEqual(draw('shuffle'));
  });

  it('refuses a state that cannot be one', () => {
    expect(() => Rng.fromState([0, 0, 0, 0])).toThrow('four integers');
    expect(() => Rng.fromState([1, 2, 3, -4])).toThrow('four integers');
    expect(() => Rng.seeded(0.5)).toThrow('integer');
  });

  it('draws uniform and normal numbers with the right mean and variance', () => {
    const rng = Rng.seeded(42);
    const moments = (draw: () => number) => {
      const sample = Array.from({ length: 40_000 }, draw);
      const mean = sample.reduce((a, b) => a + b) / sample.length;
      return { mean, variance: sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / sample.length };
    };
    // Five standard errors of each estimate.
    const even = moments(() => rng.uniform());
    expect(Math.abs(even.mean - 0.5)).toBeLessThan(0.0075);
    expect(Math.abs(even.variance - 1 / 12)).toBeLessThan(0.002);
    const bell = moments(() => rng.normal());
    expect(Math.abs(bell.mean)).toBeLessThan(0.025);
    expect(Math.abs(bell.variance - 1)).toBeLessThan(0.036);
  });

  it('shuffles so that every order is about equally frequent', () => {
    const rng = Rng.seeded(3);
    const counts = new Map<string, number>();
    for (let round = 0; round < 6000; round++) {
      const order = permutation(rng, 3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150); // five standard deviations
  });

  it('scales initial weights by the width of the layer', () => {
    const rng = Rng.seeded(5);
    const limit = Math.sqrt(6 / 300);
    const glorot = glorotUniform(rng, [200, 100]).data;
    expect(glorot.every((value) => Math.abs(value) <= limit)).toBe(true);
    expect(Math.max(...glorot)).toBeGreaterThan(limit * 0.99);
    const he = heNormal(rng, [200, 100]).data;
    const variance = he.reduce((sum, value) => sum + value * value, 0) / he.length;
    expect(Math.abs(variance * 100 - 1)).toBeLessThan(0.05);
  });
});
