import { expect, it } from 'vitest';
import { exampleOf } from './example.ts';
import { daysOf } from './lifetimes.ts';

it('asks for the documents of the workspace with the key', () => {
  expect(exampleOf({ origin: 'https://weft.example.org', workspaceId: 'w1', key: '$WEFT_KEY' })).toBe(
    `curl -G https://weft.example.org/api/trpc/documents.list \\
  -H "authorization: Bearer $WEFT_KEY" \\
  --data-urlencode 'input={"workspaceId":"w1"}'`,
  );
});

it('counts the life of a key in days, and a key without end in none', () => {
  expect(daysOf('90')).toBe(90);
  expect(daysOf('never')).toBeUndefined();
});
