import { expect, it } from 'vitest';
import { readerOf } from './fileParams.ts';
import { registry } from './specs.ts';

it.each([
  ['people.csv', 'ingest.table'],
  ['PEOPLE.PARQUET', 'ingest.table'],
  ['log.jsonl', 'ingest.table'],
  ['readme.md', 'ingest.files'],
  ['no ending', 'ingest.files'],
])('a file called %s is read by %s', (name, type) => {
  expect(readerOf(name, registry)).toMatchObject({ spec: { type }, param: 'path' });
});
