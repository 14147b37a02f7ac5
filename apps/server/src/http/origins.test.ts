import { expect, test } from 'vitest';
import { isOurs, requireOurOrigin } from './origins.ts';

const named = new Set(['https://weft.example.org']);

test('a page of this host or of a named origin is ours', () => {
  expect(isOurs('http://127.0.0.1:7331', '127.0.0.1:7331', named)).toBe(true);
  expect(isOurs('https://weft.example.org', '10.0.0.5:7331', named)).toBe(true);
});

test.each([
  'null',
  '',
  'http://127.0.0.1:7332',
  'http://127.0.0.1:7331.evil.example',
  'http://evil.example',
  'https://weft.example.org.evil.example',
  'https://weft.example.org:444',
  'http://weft.example.org',
  'ftp://127.0.0.1:7331',
  'http://127.0.0.1:7331/',
  'http://user@127.0.0.1:7331',
  '127.0.0.1:7331',
])('a page of "%s" is not', (origin) => {
  expect(isOurs(origin, '127.0.0.1:7331', named)).toBe(false);
});

test('a change needs our page or a key; reading needs neither', () => {
  const host = '127.0.0.1:7331';
  const ask = (method: string, headers: Record<string, string>) =>
    requireOurOrigin({ method, headers: { host, ...headers } }, named);
  ask('GET', { origin: 'http://evil.example', cookie: 'a=b' });
  ask('POST', { origin: `http://${host}`, cookie: 'a=b' });
  ask('POST', { authorization: 'Bearer x' });
  ask('POST', { 'x-api-key': 'x' });
  for (const headers of [
    {},
    { cookie: 'a=b' },
    { origin: 'http://evil.example' },
    { origin: 'null', cookie: 'a=b' },
    { origin: 'http://evil.example', authorization: 'Bearer x' },
  ])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect(() => ask(method, headers as Record<string, string>)).toThrow('another site');
});
