import type { Deps } from '../../deps.ts';
import type { Cookies } from '../../identity/accounts.ts';
import type { RequestHeaders } from '../../identity/credentials.ts';
import type { Identity } from '../../policy/decide.ts';
import { revokeSession } from './revoke.ts';

/** Ends the session here and in the browser. Signing out twice is fine. */
export async function signOut(
  { pool, accounts }: Pick<Deps, 'pool' | 'accounts'>,
  { identity, headers }: { identity: Identity; headers: RequestHeaders },
): Promise<Cookies> {
  if (identity.kind === 'person') await revokeSession(pool, identity);
  return await accounts.forget(headers);
}
