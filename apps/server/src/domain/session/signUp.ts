import { hashPassword } from 'better-auth/crypto';
import type { Deps } from '../../deps.ts';
import { WeftError, type Language } from '../../errors.ts';
import { inTransaction } from '@weft/db';
import { createPerson } from '../../identity/people.ts';
import { join, takeInvitation } from '../invitations/join.ts';
import { createWorkspace } from '../workspaces/create.ts';

/**
 * Makes an account, with a membership in the same transaction: by an invitation in the workspace it is for, else, where
 * everybody may sign up, in a workspace of their own.
 *
 * @throws WeftError not_invited, invitation_over, invitation_foreign, email_taken
 */
export async function signUp(
  { pool, accounts }: Pick<Deps, 'pool' | 'accounts'>,
  person: {
    name: string;
    email: string;
    password: string;
    language: Language;
    invitationId: string | null;
  },
): Promise<void> {
  const { name, email, password, language, invitationId } = person;
  if (invitationId === null && accounts.signUp === 'invited') throw new WeftError('not_invited');
  const passwordHash = await hashPassword(password);
  await inTransaction(pool, async (tx) => {
    // First, so that who has no invitation does not learn here which e-mails have accounts.
    const place = invitationId === null ? null : await takeInvitation(tx, { invitationId, email });
    const userId = await createPerson(tx, { name, email, passwordHash, language });
    if (place === null) await createWorkspace(tx, { ownerId: userId, name });
    else await join(tx, { ...place, userId });
  });
}
