import { expect, it } from 'vitest';
import { initials } from './initials.ts';

it.each([
  ['Ada Lovelace', 'AL'],
  ['Ada', 'A'],
  ['Grace Brewster Murray Hopper', 'GH'],
  ['ada.lovelace', 'AL'],
  ['王小明', '小明'],
  ['', '?'],
])('stands for %j as %j', (name, expected) => {
  expect(initials(name)).toBe(expected);
});
