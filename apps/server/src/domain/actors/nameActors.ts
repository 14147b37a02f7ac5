import type { Tx } from '@weft/db';
import type { Actor, ActorKind } from '@weft/engine/observe';

/** Somebody who acted, with the name that they go by now. */
export interface Who extends Actor {
  /** Null when they are gone; for the command line, whose id is a name, and for schedules always. */
  readonly name: string | null;
}

type Named = (actor: Actor) => Who;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Looks up the names of these actors, in one statement or none. */
export async function nameActors(tx: Pick<Tx, 'query'>, actors: Iterable<Actor | null>): Promise<Named> {
  const ids = Map.groupBy(
    [...actors].filter((actor) => actor !== null && UUID.test(actor.id)) as Actor[],
    ({ kind }) => kind,
  );
  const of = (kind: ActorKind) => [...new Set((ids.get(kind) ?? []).map(({ id }) => id))];
  const given = [of('person'), of('key'), of('worker')];
  const names = new Map<string, string | null>();
  if (given.some((list) => list.length > 0)) {
    const { rows } = await tx.query<{ who: string; name: string | null }>(
      `select 'person ' || id as who, name from users where id = any($1::uuid[])
       union all select 'key ' || id, name from api_keys where id = any($2::uuid[])
       union all select 'worker ' || id, name from workers where id = any($3::uuid[])`,
      given,
    );
    for (const { who, name } of rows) names.set(who, name);
  }
  return (actor) => ({ ...actor, name: names.get(`${actor.kind} ${actor.id.toLowerCase()}`) ?? null });
}
