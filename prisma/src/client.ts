/** The generated Prisma client, on a pool of ours. */
import type pg from 'pg';
import type { PrismaClient } from './generated/client.ts';
import { createPool } from './pool.ts';

export type { Prisma, PrismaClient } from './generated/client.ts';

/**
 * A client for the schema's models. It is loaded when first asked for, as commands that never ask should not
 * wait for it.
 *
 * @param source a connection string, for which the client gets a pool that `$disconnect()` ends; or a pool of
 *   the caller's, which stays the caller's to end
 */
export async function prismaClient(source: string | pg.Pool): Promise<PrismaClient> {
  const [{ PrismaClient: Client }, { PrismaPg }] = await Promise.all([
    import('./generated/client.ts'),
    import('@prisma/adapter-pg'),
  ]);
  const own = typeof source === 'string';
  const pool = own ? createPool({ url: source, applicationName: 'weft:prisma' }) : source;
  return new Client({ adapter: new PrismaPg(pool, { disposeExternalPool: own }) });
}
