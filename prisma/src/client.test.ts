import { afterAll, describe, expect, it } from 'vitest';
import { prismaClient } from './client.ts';
import { createTestDatabase } from './testing.ts';

describe('prismaClient', async () => {
  const database = await createTestDatabase();
  afterAll(() => database.drop());

  it('reads and writes the models over a connection string, and lets go of it', async () => {
    const client = await prismaClient(database.url);
    await client.workspace.create({ data: { name: 'second', slug: 'second' } });
    const names = await client.workspace.findMany({ orderBy: { name: 'asc' }, select: { name: true } });
    expect(names).toEqual([{ name: 'Default' }, { name: 'second' }]);
    await client.$disconnect();
  });

  it('works on a pool of the caller, which outlives it', async () => {
    const client = await prismaClient(database.pool);
    expect(await client.workspace.count()).toBeGreaterThan(0);
    await client.$disconnect();
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
