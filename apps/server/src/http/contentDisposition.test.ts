import { validateHeaderValue } from 'node:http';
import { expect, test } from 'vitest';
import { hostileNames } from '../testing/hostileNames.ts';
import { contentDisposition } from './contentDisposition.ts';

test('a name travels whole, with a plain one beside it', () => {
  expect(contentDisposition('café (1) 数据.csv')).toBe(
    `attachment; filename="cafe_ _1_ __.csv"; filename*=UTF-8''caf%C3%A9%20%281%29%20%E6%95%B0%E6%8D%AE.csv`,
  );
});

test('no name ends the header, adds a field or names a folder in the plain form', () => {
  for (const name of hostileNames()) {
    const value = contentDisposition(name);
    expect(() => validateHeaderValue('content-disposition', value)).not.toThrow();
    expect(value).toMatch(
      /^attachment; filename="[A-Za-z0-9 ._-]{0,100}"; filename\*=UTF-8''[A-Za-z0-9%._~-]*$/,
    );
  }
});
