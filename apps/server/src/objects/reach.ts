/**
 * The one way from an id to an object: find it, ask the policy. Procedures, HTTP routes and sockets all come through here,
 * and none of them has another.
 */
import { asTenant, type Tx } from '@weft/db';
import type { Engine } from '@weft/engine';
import type { Author } from '@weft/engine/live';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { WeftError } from '../errors.ts';
import { authorOf } from '../identity/authorOf.ts';
import type { Action, OpenAction, PersonalAction, WorkspaceAction } from '../policy/actions.ts';
import { decide, decideUnseen, type Decision, type Identity, type KnownIdentity } from '../policy/decide.ts';
import { groupOf } from '../policy/scopes.ts';
import { KINDS, type Found, type Kind } from './kinds.ts';

type World = (typeof KINDS)[Kind]['world'];
type WorldOf<K extends Kind> = (typeof KINDS)[K]['world'];

/** The actions that an object of this kind can meet. */
export type ActionOn<K extends Kind> = {
  readonly open: OpenAction;
  readonly own: PersonalAction;
  readonly workspace: WorkspaceAction;
}[WorldOf<K>];

/** What a door is for: which kind of object its ids name, and what it does with it. */
export interface Guard<K extends Kind = Kind> {
  readonly kind: K;
  readonly action: Action;
}

export const guard = <K extends Kind>(kind: K, action: ActionOn<K>): Guard<K> => ({ kind, action });

/** The ids that name an object of this kind, as they come out of its schema. */
export type NamesOf<K extends Kind> = {
  readonly [N in keyof (typeof KINDS)[K]['names']]: (typeof KINDS)[K]['names'][N] extends z.ZodType<infer T>
    ? T
    : never;
};
type FactsOf<K extends Kind> =
  Awaited<ReturnType<(typeof KINDS)[K]['find']>> extends infer R
    ? R extends { readonly facts: infer F }
      ? F
      : never
    : never;

/** Who asks, and of which server. */
export interface Asking {
  readonly identity: Identity;
  readonly deps: Pick<Deps, 'pool' | 'engine'>;
}

interface WorldContext {
  readonly open: object;
  readonly own: { readonly identity: Extract<Identity, { kind: 'person' }>; readonly userId: string };
  readonly workspace: Inside;
}

/** What whoever was let in to something of a workspace gets: the workspace, and the wall around it. */
export interface Inside {
  readonly identity: KnownIdentity;
  readonly workspaceId: string;
  readonly engine: Engine;
  /** The person behind the request, also when a key acts for them. */
  readonly userId: string;
  /** Who edits are by that this request makes. */
  readonly author: Author;
  /** A transaction that row-level security keeps inside the workspace. */
  readonly tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Asks the policy once more, for somebody who stays: rights end, and objects are deleted. Null: still allowed. */
  readonly again: (identity: Identity) => Promise<WeftError | null>;
}

export type Reached<K extends Kind> = WorldContext[WorldOf<K>] & NamesOf<K> & FactsOf<K>;

/**
 * Lets somebody through to an object, or refuses. `names` have passed the kind's schema.
 *
 * @throws WeftError sign_in, not_found, forbidden, scope_missing, not_your_own or owners_only
 */
export async function reach<K extends Kind>(
  asking: Asking,
  { kind, action }: Guard<K>,
  names: NamesOf<K>,
): Promise<Reached<K>> {
  const { identity, deps } = asking;
  refuseUnseen(identity, action);
  const { decision, found } = await look(asking, { kind, action }, names);
  if (decision !== 'allow') throw refusalOf(decision, action);
  const { facts, resource } = found!;
  const world: World = KINDS[kind].world;
  const own = KINDS[kind].names;
  const given = Object.fromEntries(Object.entries(names).filter(([name]) => Object.hasOwn(own, name)));
  const reached = {
    ...given,
    ...facts,
    // Always the one who asks, also where the object is named by somebody's id.
    ...(identity.kind === 'anonymous' ? {} : { userId: identity.userId }),
    ...(world === 'workspace' && {
      workspaceId: resource.workspaceId!,
      author: authorOf(identity as KnownIdentity),
      engine: deps.engine.inWorkspace(resource.workspaceId!),
      tenant: async <T>(work: (tx: Tx) => Promise<T>) =>
        await asTenant(deps.pool, resource.workspaceId!, work),
      again: async (now: Identity) => {
        const { decision: still } = await look({ identity: now, deps }, { kind, action }, names);
        return still === 'allow' ? null : refusalOf(still, action);
      },
    }),
  };
  return reached as unknown as Reached<K>;
}

/** Refuses what needs no look-up, so that somebody unknown learns nothing: not even that their input is wrong. */
export function refuseUnseen(identity: Identity, action: Action): void {
  const decision = decideUnseen(identity, action);
  if (decision !== 'allow') throw refusalOf(decision, action);
}

/** Finds the object and asks the policy, and refuses nothing. */
export async function look<K extends Kind>(
  { identity, deps }: { readonly identity: Identity; readonly deps: Pick<Deps, 'pool'> },
  { kind, action }: Guard<K>,
  names: NamesOf<K>,
): Promise<{ readonly decision: Decision; readonly found: Found | null }> {
  const unseen = decideUnseen(identity, action);
  if (unseen !== 'allow') return { decision: unseen, found: null };
  const { find } = KINDS[kind] as unknown as {
    find: (db: Pick<Tx, 'query'>, names: NamesOf<K>, identity: Identity) => Promise<Found | null>;
  };
  const found = await find(deps.pool, names, identity);
  return { decision: decide(identity, action, found?.resource ?? null), found };
}

function refusalOf(decision: Exclude<Decision, 'allow'>, action: Action): WeftError {
  return decision === 'scope_missing'
    ? new WeftError(decision, { scope: groupOf(action) ?? action })
    : new WeftError(decision);
}
