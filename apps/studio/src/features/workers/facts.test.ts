import { expect, it } from 'vitest';
import { readFacts } from './facts.ts';

it('reads what it knows of a machine and takes the rest as not told', () => {
  expect(readFacts({ cores: 8, memoryMb: 'much', gpus: ['A100'], odd: 1 })).toEqual({
    cores: 8,
    gpus: ['A100'],
  });
  for (const nothing of [null, undefined, 'text', []]) expect(readFacts(nothing)).toEqual({ gpus: [] });
});
