import { describe, expect, it } from 'vitest';
import { changeRow } from './changeRows.ts';

describe('changeRow', () => {
  it('shows values of a param as JSON and tells unset from null', () => {
    expect(changeRow({ what: 'param', name: 'size', before: 'a', after: null })).toEqual({
      what: 'param',
      name: 'size',
      before: '"a"',
      after: 'null',
    });
    expect(changeRow({ what: 'param', name: 'size', after: 1 }).before).toBeNull();
  });

  it('shortens hashes of inputs and of files', () => {
    const hash = 'abcdef0123456789';
    expect(changeRow({ what: 'input', name: 'rows', before: [], after: [hash, hash] })).toMatchObject({
      before: null,
      after: 'abcdef01 abcdef01',
    });
    expect(changeRow({ what: 'outside files', after: hash })).toMatchObject({ after: 'abcdef01' });
  });

  it('names code version, seed and type without a name of their own', () => {
    expect(changeRow({ what: 'seed', before: 0, after: 7 })).toEqual({
      what: 'seed',
      name: null,
      before: '0',
      after: '7',
    });
  });
});
