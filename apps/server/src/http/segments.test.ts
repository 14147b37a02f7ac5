import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ZodError } from 'zod';
import { hostileNames } from '../testing/hostileNames.ts';
import { segments, type Segment } from './segments.ts';

const RUN = '018f3a10-0000-7000-8000-000000000001';
const ALL: readonly Segment[] = ['runId', 'documentId', 'workspaceId', 'nodeId', 'port', 'hash'];

test('parts of an address come out by name, with defaults for what the query leaves out', () => {
  expect(
    segments({ params: { runId: RUN, nodeId: 'embed', port: 'chunks' }, query: { file: 'a/b.json' } }, [
      'runId',
      'nodeId',
      'port',
      'as',
      'file',
    ]),
  ).toEqual({ runId: RUN, nodeId: 'embed', port: 'chunks', as: 'raw', file: 'a/b.json' });
});

test('no part takes anything but an id or a hash, whatever stands beside it', () => {
  const odd = [
    ...hostileNames().filter((name) => !/^[A-Za-z][\w-]*$/.test(name)),
    'file:///etc/passwd',
    '/etc/passwd',
    `${RUN}#`,
    `${RUN}?x`,
    `${RUN}/..`,
    `%2e%2e`,
    RUN.toUpperCase() + ' ',
  ];
  for (const name of ALL)
    for (const text of odd)
      expect(() => segments({ params: { [name]: text }, query: {} }, [name])).toThrow(ZodError);
  fc.assert(
    fc.property(fc.constantFrom(...ALL), fc.string({ unit: 'binary' }), (name, text) => {
      const taken = (() => {
        try {
          return segments({ params: { [name]: text }, query: {} }, [name])[name];
        } catch {
          return null;
        }
      })();
      if (taken !== null) expect(taken).toMatch(/^[\w-]{1,64}$/);
    }),
  );
});

test('lists, objects and names that the route does not have are refused', () => {
  const params = { runId: RUN, nodeId: 'a', port: 'b' };
  const names = ['runId', 'nodeId', 'port', 'as', 'file'] as const;
  for (const query of [
    { as: ['csv', 'json'] },
    { as: 'exe' },
    { file: '../x' },
    { file: '/x' },
    { file: '' },
    { hash: 'ab'.repeat(32) },
    { path: '/etc/passwd' },
    { __proto__x: '1' },
  ])
    expect(() => segments({ params, query }, names)).toThrow(ZodError);
});

test('the query cannot stand in for a part of the path', () => {
  const other = RUN.replace(/1$/, '2');
  expect(segments({ params: { runId: RUN }, query: { runId: other } }, ['runId']).runId).toBe(RUN);
});
