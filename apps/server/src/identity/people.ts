import type { Tx } from '@weft/db';
import { WeftError, type Language } from '../errors.ts';

export interface NewPerson {
  readonly name: string;
  /** In lower case. */
  readonly email: string;
  /** Of `hashPassword`. */
  readonly passwordHash: string;
  readonly language: Language;
}

/**
 * Makes a person who signs in with a password: the rows that better-auth would write, but in the transaction that also gives
 * them a workspace, so that neither exists without the other.
 *
 * @throws WeftError email_taken
 */
export async function createPerson(
  tx: Tx,
  { name, email, passwordHash, language }: NewPerson,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into users (id, name, email, language) values (gen_random_uuid(), $1, $2, $3)
     on conflict (email) do nothing returning id`,
    [name, email, language],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new WeftError('email_taken');
  await setPassword(tx, { userId: id, passwordHash });
  return id;
}

/** Gives somebody a new password, also when they had none because they sign in at a provider. */
export async function setPassword(
  tx: Tx,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<void> {
  await tx.query(
    `insert into accounts (id, account_id, provider_id, user_id, password)
     values (gen_random_uuid(), ($1::uuid)::text, 'credential', $1, $2)
     on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`,
    [userId, passwordHash],
  );
}
