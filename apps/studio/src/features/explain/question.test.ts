import { describe, expect, it } from 'vitest';
import { questionOf } from './question.ts';

describe('questionOf', () => {
  it('asks what fits the state of the step', () => {
    const asked = (['succeeded', 'cached', 'waiting', 'skipped', null] as const).map(questionOf);
    expect(asked).toEqual(['Ran', 'Cached', 'Waits', 'Not', 'Next']);
  });
});
