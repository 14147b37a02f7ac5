import { describe, expect, it } from 'vitest';
import { pick } from './pick.ts';

const run = (runId: string) => ({ runId });
const ids = (runs: readonly { runId: string }[]) => runs.map(({ runId }) => runId);

describe('pick', () => {
  it('holds two, and lets the first go for a third', () => {
    const two = pick(pick([], run('a')), run('b'));
    expect(ids(two)).toEqual(['a', 'b']);
    expect(ids(pick(two, run('c')))).toEqual(['b', 'c']);
  });

  it('lets go of what is chosen again', () => {
    expect(ids(pick([run('a'), run('b')], run('a')))).toEqual(['b']);
  });
});
