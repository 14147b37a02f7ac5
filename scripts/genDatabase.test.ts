import { describe, expect, it } from 'vitest';
import { genDatabase } from './genDatabase.ts';

describe('genDatabase', () => {
  it('writes the client from the schema, and nothing while the schema stays the same', async () => {
    await genDatabase();
    const before = performance.now();
    expect(await genDatabase()).toBe(false);
    expect(performance.now() - before).toBeLessThan(100);
    const { Prisma } = await import('../prisma/src/generated/client.ts');
    expect(Object.keys(Prisma.ModelName)).toContain('Workspace');
  });
});
