import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

async function texts(text: string, params: Record<string, unknown>): Promise<unknown[]> {
  const store = memoryArtifactStore();
  const documents = await tableOf(store, { document: 'string', text: 'string' }, [{ document: 'd', text }]);
  const run = await runNode({ spec, executor, store, params, inputs: { documents } });
  return (await run.rows('chunks')).map((row) => row.text);
}

test('packs as many whole sentences as fit', async () => {
  const text = '今天天气很好。我们去公园。Dr. Smith stayed at home. 真的吗？';
  expect(await texts(text, { size: 16 })).toEqual([
    '今天天气很好。我们去公园。',
    'Dr. Smith ',
    'stayed at home. ',
    '真的吗？',
  ]);
  expect(await texts(text, { size: 30 })).toEqual([
    '今天天气很好。我们去公园。',
    'Dr. Smith stayed at home. 真的吗？',
  ]);
});

test('packs a number of sentences and repeats some', async () => {
  const text = 'One. Two. Three. Four. Five.';
  expect(await texts(text, { sentences: 2 })).toEqual(['One. Two. ', 'Three. Four. ', 'Five.']);
  expect(await texts(text, { sentences: 2, overlap: 1 })).toEqual([
    'One. Two. ',
    'Two. Three. ',
    'Three. Four. ',
    'Four. Five.',
  ]);
});

test('lets repeated sentences make room for a new one', async () => {
  expect(await texts('Aaaa. Bbbbbbbbbbbb. Cc.', { size: 18, overlap: 3 })).toEqual([
    'Aaaa. ',
    'Bbbbbbbbbbbb. Cc.',
  ]);
});
