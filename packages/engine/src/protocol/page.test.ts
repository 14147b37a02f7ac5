import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromExecutor, PROTOCOL_VERSION, toExecutor } from './index.ts';

/** docs/executor-protocol.md is all that somebody who writes an executor in another language has. */
const page = await readFile(join(import.meta.dirname, '../../../../docs/executor-protocol.md'), 'utf8');

/** The fields that the table under a message's heading lists. */
function documented(part: string, type: string): string[] {
  const section = page.split(`\n## ${part}\n`)[1]!.split('\n## ')[0]!;
  const text = section.split(`\n### \`${type}\`\n`)[1];
  if (text === undefined) throw new Error(`the page has no "${type}"`);
  return [...text.split('\n### ')[0]!.matchAll(/^\| `(\w+)` +\|/gm)].map(([, field]) => field!);
}

describe.each([
  ['What an executor says', fromExecutor.options],
  ['What a worker says', toExecutor.options],
] as const)('%s', (part, options) => {
  const types = options.map((option) => option.shape.type.value as string);

  test('lists every message and no other', () => {
    const section = page.split(`\n## ${part}\n`)[1]!.split('\n## ')[0]!;
    const headings = [...section.matchAll(/^### `(\w+)`$/gm)].map(([, type]) => type!);
    expect(headings.sort()).toEqual([...types].sort());
  });

  test.each(options.map((option) => [option.shape.type.value as string, option] as const))(
    '%s has the fields of the schema',
    (type, option) => {
      const fields = Object.keys(option.shape).filter((field) => field !== 'type');
      expect(documented(part, type).sort()).toEqual(fields.sort());
    },
  );
});

test('names the version that is spoken', () => {
  expect(page).toContain(`This is version ${PROTOCOL_VERSION}.`);
});
