import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { genDatabase } from './genDatabase.ts';

describe('genDatabase', () => {
  it('writes the client from the schema, and nothing while the schema stays the same', async () => {
    await genDatabase();
    const client = join(import.meta.dirname, '../prisma/src/generated/client.ts');
    const before = await stat(client, { bigint: true });
    expect(await genDatabase()).toBe(false);
    expect(await stat(client, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs });
    const { Prisma } = await import('../prisma/src/generated/client.ts');
    expect(Object.keys(Prisma.ModelName)).toContain('Workspace');
  });
});
