import type { Deps } from '../../deps.ts';
import type { Language } from '../../errors.ts';
import { needsSetup } from '../../identity/setup.ts';
import type { SignUp } from '../../identity/accounts.ts';
import { actionsOf, type Action, type Role } from '../../policy/actions.ts';
import type { Identity } from '../../policy/decide.ts';

export interface Me {
  /** Null: nobody is signed in. */
  readonly person: Person | null;
  /** True until somebody has made themselves the owner of this installation. */
  readonly needsSetup: boolean;
  readonly signUp: SignUp;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
}

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly image: string | null;
  readonly language: Language;
  /** Oldest membership first. */
  readonly workspaces: readonly WorkspaceOfMine[];
}

export interface WorkspaceOfMine {
  readonly workspaceId: string;
  readonly name: string;
  readonly slug: string;
  readonly role: Role;
  readonly actions: readonly Action[];
}

/** Who is signed in, and what a page needs to know before anybody is. */
export async function me(
  { pool, accounts }: Pick<Deps, 'pool' | 'accounts'>,
  identity: Identity,
): Promise<Me> {
  const [person, setup] = await Promise.all([
    identity.kind === 'person' ? personOf(pool, identity.userId) : null,
    needsSetup(pool),
  ]);
  return { person, needsSetup: setup, signUp: accounts.signUp, providers: accounts.providers };
}

async function personOf(pool: Deps['pool'], userId: string): Promise<Person | null> {
  const { rows } = await pool.query<Omit<Person, 'workspaces'> & { workspaces: WorkspaceOfMine[] }>(
    `select u.id as "userId", u.name, u.email, u.image, u.language,
       coalesce(
         (select json_agg(
            json_build_object('workspaceId', w.id, 'name', w.name, 'slug', w.slug, 'role', m.role)
            order by m.created_at, m.id)
          from memberships m join workspaces w on w.id = m.workspace_id where m.user_id = u.id),
         '[]') as workspaces
     from users u where u.id = $1`,
    [userId],
  );
  const found = rows[0];
  if (found === undefined) return null;
  const workspaces = found.workspaces.map((each) => ({ ...each, actions: actionsOf(each.role) }));
  return { ...found, workspaces };
}
