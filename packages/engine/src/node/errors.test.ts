import { expect, test } from 'vitest';
import { NodeError, toErrorRecord } from './errors.ts';

class LibraryError extends Error {
  readonly kind: string;
  readonly code: unknown;

  constructor(kind: string, code: unknown) {
    super('the model is cut short');
    this.kind = kind;
    this.code = code;
  }
}

test('an error says whose turn it is, whether it is a NodeError or has its two fields', () => {
  const record = { kind: 'input', code: 'model.damaged', message: 'the model is cut short' };
  expect(toErrorRecord(new NodeError('input', 'model.damaged', record.message))).toEqual(record);
  expect(toErrorRecord(new LibraryError('input', 'model.damaged'))).toEqual(record);
});

test.each([
  ['another kind', new LibraryError('fatal', 'model.damaged')],
  ['a code of the system', new LibraryError('input', 'ENOENT')],
  ['a code that is no text', new LibraryError('input', 7)],
  ['no error at all', { kind: 'input', code: 'model.damaged', message: 'the model is cut short' }],
])('%s is a bug', (_, thrown) => {
  expect(toErrorRecord(thrown)).toMatchObject({ kind: 'bug', code: 'node.threw' });
});

test('a full disk is worth another try', () => {
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  expect(toErrorRecord(full)).toEqual({
    kind: 'transient',
    code: 'system.enospc',
    message: 'no space left',
  });
});
