import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialsOf } from './credentials.ts';
import { isOwnPath } from './openId.ts';

const secret = 's'.repeat(32);
const options = { cookie: 'weft_session', secret };
const signed = (token: string, by = secret) =>
  encodeURIComponent(`${token}.${createHmac('sha256', by).update(token).digest('base64')}`);
const read = (headers: Record<string, string>) => credentialsOf(headers, options);

describe('credentialsOf', () => {
  it('reads a signed session among other cookies', () => {
    const cookie = `theme=dark; weft_session=${signed('abc')}; x=y=z`;
    expect(read({ cookie })).toEqual({ kind: 'session', token: 'abc' });
    expect(credentialsOf(new Headers({ cookie }), options)).toEqual({ kind: 'session', token: 'abc' });
  });

  it('takes no token without our signature on just that token', () => {
    for (const value of ['', 'abc', 'abc.', '.x', '%', signed('abc', 't'.repeat(32)), `${signed('abc')}x.y`])
      expect(read({ cookie: `weft_session=${value}` })).toEqual({ kind: 'none' });
    const of = decodeURIComponent(signed('abc'));
    expect(read({ cookie: `weft_session=${encodeURIComponent(of.replace('abc', 'abd'))}` })).toEqual({
      kind: 'none',
    });
  });

  it('never throws, whatever the headers are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (cookie, authorization, key) => {
        expect(['none', 'key']).toContain(
          read({ cookie: `weft_session=${cookie}`, authorization, 'x-api-key': key }).kind,
        );
      }),
    );
  });

  it('takes a key as bearer or by its own header, before any cookie', () => {
    const cookie = `weft_session=${signed('abc')}`;
    expect(read({ cookie, authorization: 'Bearer weft_k' })).toEqual({ kind: 'key', key: 'weft_k' });
    expect(read({ cookie, 'x-api-key': 'weft_k' })).toEqual({ kind: 'key', key: 'weft_k' });
    expect(read({ cookie, authorization: 'Basic of-a-proxy' })).toEqual({ kind: 'session', token: 'abc' });
    expect(read({ cookie, authorization: `Bearer ${'k'.repeat(300)}` })).toEqual({ kind: 'none' });
  });
});

describe('isOwnPath', () => {
  it.each(['/', '/w/demo/d/1?tab=runs#x', '/invitations/1'])('takes %s', (path) => {
    expect(isOwnPath(path)).toBe(true);
  });
  it.each([
    '',
    'w',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a b',
    '/a\n',
    'javascript:1',
  ])('refuses %j', (path) => {
    expect(isOwnPath(path)).toBe(false);
  });
});
