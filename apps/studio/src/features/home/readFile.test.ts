import { describe, expect, it } from 'vitest';
import { MOST_BYTES, readFile } from './readFile.ts';

describe('a file to import', () => {
  it('is read as JSON', async () => {
    expect(await readFile(new File(['{"a": 1}'], 'a.json'))).toEqual({ kind: 'read', content: { a: 1 } });
  });

  it('is told from a file of another kind, by name and with the reason', async () => {
    const read = await readFile(new File(['a,b'], 'a.csv'));
    expect(read).toMatchObject({ kind: 'notJson', name: 'a.csv', detail: expect.stringMatching(/JSON/) });
  });

  it('is not even read when it is too large', async () => {
    const text = async () => await Promise.reject(new Error('was read'));
    expect(await readFile({ name: 'a.json', size: MOST_BYTES + 1, text })).toEqual({
      kind: 'tooLarge',
      name: 'a.json',
    });
  });
});
