import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

const known = ['chain', 'wide'];

it('reads names and options in any order', () => {
  expect(readArguments(['wide', '--quick', '--out', 'x.json'], known)).toMatchObject({
    names: ['wide'],
    quick: true,
    full: false,
    out: 'x.json',
  });
});

it('names the benchmarks there are when it is asked for another', () => {
  expect(() => readArguments(['chian'], known)).toThrow(/no benchmark named chian.*chain, wide/);
});

it('does not record quick figures', () => {
  expect(() => readArguments(['--quick', '--record'], known)).toThrow(/not worth recording/);
});
