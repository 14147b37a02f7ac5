import { expect, it } from 'vitest';
import { readerOf } from './fileParams.ts';
import { registry } from './specs.ts';

it.each([
  ['people.csv', 'ingest.table'],
  ['PEOPLE.PARQUET', 'ingest.table'],
  ['log.jsonl', 'ingest.table'],
  ['readme.md', 'ingest.files'],
  ['scan.PDF', 'ingest.files'],
])('a file called %s is read by %s', (name, type) => {
  expect(readerOf(name, registry)).toMatchObject({ spec: { type }, param: 'path' });
});

it.each(['photo.png', 'no ending'])('a file called %s is read by nothing', (name) => {
  expect(readerOf(name, registry)).toBeNull();
});
