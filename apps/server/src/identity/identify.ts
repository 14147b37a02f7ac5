import { defaultKeyHasher } from '@better-auth/api-key';
import type pg from 'pg';
import { isRole, type Role } from '../policy/roles.ts';
import { ANONYMOUS, type Identity } from '../policy/decide.ts';
import { isScope } from '../policy/scopes.ts';
import type { Credentials } from './credentials.ts';

/**
 * Who that is, with the rights of this moment. The library would do the same in two to four statements and keep memberships
 * for us to fetch; one statement of ours is as fresh and costs a round trip.
 */
export async function identifyBy(pool: pg.Pool, credentials: Credentials): Promise<Identity> {
  switch (credentials.kind) {
    case 'none':
      return ANONYMOUS;
    case 'session':
      return await bySession(pool, credentials.token);
    case 'key':
      return await byKey(pool, credentials.key);
  }
}

/** `touched` remembers when the session was last seen, to five minutes: a write for every request would be a waste. */
const SESSION = `
  with seen as (
    select id, user_id, updated_at from sessions where token = $1 and expires_at > now()
  ), touched as (
    update sessions set updated_at = now()
    where id = (select id from seen where updated_at < now() - interval '5 minutes')
  )
  select seen.id as session_id, u.id as user_id, u.name, u.email,
    coalesce(
      (select json_agg(json_build_array(m.workspace_id, m.role)) from memberships m where m.user_id = u.id), '[]'
    ) as roles
  from seen join users u on u.id = seen.user_id`;

async function bySession(pool: pg.Pool, token: string): Promise<Identity> {
  const { rows } = await pool.query<{
    session_id: string;
    user_id: string;
    name: string;
    email: string;
    roles: [string, string][];
  }>(SESSION, [token]);
  const found = rows[0];
  if (found === undefined) return ANONYMOUS;
  const roles = found.roles.filter((entry): entry is [string, Role] => isRole(entry[1]));
  return {
    kind: 'person',
    sessionId: found.session_id,
    userId: found.user_id,
    name: found.name,
    email: found.email,
    roles: new Map(roles),
  };
}

/** The join is the rule: a key lives as long as its maker is a member of its workspace, and acts with their role of now. */
const KEY = `
  select k.id as key_id, k.name, k.scopes, m.user_id, m.workspace_id, m.role
  from (
    select id, name, reference_id,
      metadata::jsonb ->> 'workspaceId' as workspace_id, coalesce(permissions::jsonb -> 'scopes', '[]') as scopes
    from api_keys
    where key = $1 and enabled and (expires_at is null or expires_at > now())
  ) k
  join memberships m on m.user_id::text = k.reference_id and m.workspace_id::text = k.workspace_id`;

async function byKey(pool: pg.Pool, key: string): Promise<Identity> {
  const { rows } = await pool.query<{
    key_id: string;
    name: string | null;
    scopes: string[];
    user_id: string;
    workspace_id: string;
    role: string;
  }>(KEY, [await defaultKeyHasher(key)]);
  const found = rows[0];
  if (found === undefined || !isRole(found.role)) return ANONYMOUS;
  return {
    kind: 'key',
    keyId: found.key_id,
    name: found.name ?? '',
    userId: found.user_id,
    workspaceId: found.workspace_id,
    role: found.role,
    scopes: found.scopes.filter(isScope),
  };
}
