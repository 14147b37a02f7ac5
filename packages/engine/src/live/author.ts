import type { ActorKind } from '../observe/actor.ts';

/** Who made an edit. `worker` is Weft itself, `commandLine` whoever ran `weft run`. */
export interface Author {
  readonly kind: ActorKind;
  /** Of the person, the key or the schedule; null where no row stands for them. */
  readonly id: string | null;
  /** The person whom a key acts for. Keys are revoked and replaced; this still says whose hands it was. */
  readonly forPerson?: string;
}

export const WEFT: Author = { kind: 'worker', id: null };

/** Whose hands it was: the person, or the one a key acts for. */
export const personOf = ({ kind, id, forPerson }: Author): string | null =>
  kind === 'person' ? id : (forPerson ?? null);

/** Equal for equal authors. */
export const keyOf = (author: Author | null): string =>
  author === null ? '' : [author.kind, author.id ?? '', author.forPerson ?? ''].join(' ');
