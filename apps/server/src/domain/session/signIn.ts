import type { Deps } from '../../deps.ts';
import { WeftError } from '../../errors.ts';
import type { Spender } from '../../http/limiters.ts';
import type { Cookies } from '../../identity/accounts.ts';

/**
 * Opens a session. What is wrong is not told, and takes as long to find out for an e-mail that nobody has.
 *
 * @throws WeftError wrong_credentials, too_many
 */
export async function signIn(
  { accounts, limiters }: Pick<Deps, 'accounts' | 'limiters'>,
  {
    email,
    password,
    spender,
    agent,
  }: { email: string; password: string; spender: Spender; agent: string | null },
): Promise<Cookies> {
  await limiters.spendSignIn(spender, email);
  const cookies = await accounts.signIn({ email, password }, { address: spender.address, agent });
  if (cookies === null) throw new WeftError('wrong_credentials');
  await limiters.signedIn(spender, email);
  return cookies;
}
