import { memoryArtifactStore, runNode, tableOf } from '@weft/engine/testing';
import { expect, test } from 'vitest';
import { openTextFeatures } from '@weft/ml/inference';
import { executor } from './execute.ts';
import { spec } from './spec.ts';

const learn = async (texts: readonly string[], params = {}) => {
  const store = memoryArtifactStore();
  const rows = await tableOf(
    store,
    { text: 'string' },
    texts.map((text) => ({ text })),
  );
  return await runNode({ spec, executor, store, inputs: { rows }, params });
};
const TEXTS = ['the bike has a flat tyre', 'a flat tyre again', '轮胎没气了', '轮胎又没气了'];

test('texts that share words share features, in English and Chinese', async () => {
  const run = await learn(TEXTS, { min_texts: 1 });
  const features = await openTextFeatures(await run.files('features'));
  const { offsets, ids } = features.featurize(['flat tyre', 'tyre, flat!', '轮胎', 'zzz qqq']);
  const row = (i: number) => new Set(ids.slice(offsets[i], offsets[i + 1]));
  expect([...row(0)].filter((id) => row(1).has(id)).length).toBeGreaterThan(3);
  expect([row(2).size > 0, row(3).size]).toEqual([true, 0]);
});

test('the same texts give the same bytes, and other texts others', async () => {
  const [a, b, c] = await Promise.all([learn(TEXTS), learn(TEXTS), learn(TEXTS.slice(1))]);
  expect(a!.outputs).toEqual(b!.outputs);
  expect(a!.outputs).not.toEqual(c!.outputs);
});

test.each([[['', '  ']], [['one', 'two']]])(
  'says what to do when there is nothing to learn from: %j',
  async (texts) => {
    await expect(learn(texts)).rejects.toThrow(/lower min_texts, or check the text column/);
  },
);

test('an empty table is an input error', async () => {
  await expect(learn([])).rejects.toMatchObject({ kind: 'input' });
});
