import { expect, test } from 'vitest';
import { hidePlaces } from './hidePlaces.ts';

const hide = hidePlaces({ engine: { store: { url: 'fs:/data/store' } }, templatesDir: '/app/templates/' });

test('puts the names of files back, anywhere in what is told', () => {
  const at = new Date(0);
  expect(
    hide({
      params: { path: '/data/store/named/abc/notes.md', also: ['/app/templates/quick-start/docs/a.md'] },
      why: 'param path: "/data/store/named/abc/notes.md" → unset',
      n: 5,
      none: null,
      at,
    }),
  ).toEqual({
    params: { path: 'upload:abc/notes.md', also: ['template:quick-start/docs/a.md'] },
    why: 'param path: "upload:abc/notes.md" → unset',
    n: 5,
    none: null,
    at,
  });
});

test('leaves other paths alone', () => {
  expect(hide('/home/ada/data.csv')).toBe('/home/ada/data.csv');
});
