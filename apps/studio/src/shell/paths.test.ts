import { describe, expect, it } from 'vitest';
import { paths, safeNext } from './paths.ts';

describe('addresses', () => {
  it('name a node and a run of a document', () => {
    expect(paths.document('acme', 'd1', { node: 'a', run: 'r' })).toBe('/w/acme/d/d1?node=a&run=r');
    expect(paths.document('acme', 'd1')).toBe('/w/acme/d/d1');
  });

  it('escape what they carry', () => {
    expect(paths.signIn('/w/a?x=1&y=2')).toBe('/sign-in?next=%2Fw%2Fa%3Fx%3D1%26y%3D2');
  });
});

describe('where to go after signing in', () => {
  it.each([
    ['/w/acme/d/1?node=a#b', '/w/acme/d/1?node=a#b'],
    ['https://elsewhere.example/', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/\t/elsewhere.example', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
    [null, '/'],
  ])('takes %j to %j', (next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});
