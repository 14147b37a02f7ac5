import { createTestDatabase } from '@weft/db/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { startChildServer } from '../../../apps/server/src/sync/testing/childServer.ts';
import { newDocument } from '../../../apps/server/src/sync/testing/testRooms.ts';
import { measureKills } from './kills.ts';

describe('rooms whose server is killed again and again', async () => {
  const database = await createTestDatabase();
  const { pool, url } = database;
  afterAll(async () => await database.drop());
  const seed = Math.floor(Math.random() * 2 ** 31);

  it(`lose and double nothing that was acknowledged, and all replicas are equal (seed ${seed})`, async () => {
    const system = {
      acknowledges: true,
      start: async (port: number) => await startChildServer({ url, port }),
      newDocument: async () => await newDocument(pool),
    };
    const figures = await measureKills(system, { editors: 8, editsPerSecond: 10, kills: 3, seed });
    expect(figures).toMatchObject({ lost: 0, doubled: 0, apart: 0 });
    expect(figures.acknowledged).toBeGreaterThan(20);
  });
});
