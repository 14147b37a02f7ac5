import type pg from 'pg';
import type { Language } from '../../errors.ts';

/** Changes what a person says about themselves; what is left out stays. */
export async function updatePerson(
  pool: Pick<pg.Pool, 'query'>,
  { userId, name, language }: { userId: string; name?: string; language?: Language },
): Promise<void> {
  await pool.query(
    `update users set name = coalesce($2, name), language = coalesce($3, language), updated_at = now() where id = $1`,
    [userId, name ?? null, language ?? null],
  );
}
