import { inTransaction } from '@weft/db';
import { createTestDatabase } from '@weft/db/testing';
import type { Moment, RecordedPublication } from '@weft/engine';
import { afterAll, expect, test } from 'vitest';
import { modelHooks } from './modelHooks.ts';

const database = await createTestDatabase();
afterAll(async () => await database.drop());
const { pool } = database;
const WORKSPACE = '00000000-0000-7000-8000-000000000001';

const publication = (name: string, hash: string, card = {}): RecordedPublication => ({
  nodeId: 'publish',
  key: `key of ${hash}`,
  publication: { name, artifact: { hash, kind: 'model', bytes: 1 } as never, card },
});
const publish = async (...publications: RecordedPublication[]): Promise<void> =>
  await inTransaction(pool, async (tx) => {
    const run = { workspaceId: WORKSPACE } as Moment['run'];
    await modelHooks.onPublication!({ tx, run } as Moment, publications);
  });
const versions = async (name: string) =>
  (
    await pool.query<{ number: number; hash: string; status: string; card: unknown }>(
      `select v.number, v.hash, v.status, v.card from model_versions v join models m on m.id = v.model_id
       where m.name = $1 order by v.number`,
      [name],
    )
  ).rows;

test('a publication is the next version of its model, awaiting review', async () => {
  await publish(publication('one', 'a', { task: 'x' }));
  await publish(publication('one', 'b'));
  expect(await versions('one')).toEqual([
    { number: 1, hash: 'a', status: 'awaiting_review', card: { task: 'x' } },
    { number: 2, hash: 'b', status: 'awaiting_review', card: {} },
  ]);
});

test('the same content is the same version, in one transaction and in two', async () => {
  await publish(publication('same', 'a'), publication('same', 'a'), publication('same', 'b'));
  await publish(publication('same', 'b'), publication('same', 'a'), publication('same', 'c'));
  expect((await versions('same')).map(({ number, hash }) => [number, hash])).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ]);
});

test('publications at the same time get numbers without gaps, whatever the order of their names', async () => {
  await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const both = [publication('left', `h${i}`), publication('right', `h${i}`)];
      await publish(...(i % 2 === 0 ? both : both.toReversed()));
    }),
  );
  for (const name of ['left', 'right'])
    expect((await versions(name)).map(({ number }) => number)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
});
