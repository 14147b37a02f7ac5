import type { Actor } from '@weft/engine/observe';
import type { Who } from '@weft/server/actors';
import type pg from 'pg';

/** "Ada", "key nightly", "ada (command line)": who acted, for lines that people read. */
export function whoText({ kind, id, name }: Who): string {
  switch (kind) {
    case 'person':
      return name ?? `person ${id}`;
    case 'key':
      return `key ${name ?? id}`;
    case 'schedule':
      return `schedule ${name ?? id}`;
    case 'commandLine':
      return `${id} (command line)`;
    case 'worker':
      return `worker ${name ?? id}`;
  }
}

/** Looks names up once each, however many events they are in. */
export function whoReader(pool: pg.Pool): (actor: Actor) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return async (actor) => {
    const key = `${actor.kind} ${actor.id}`;
    const text = known.get(key) ?? read(pool, actor);
    known.set(key, text);
    return await text;
  };
}

async function read(pool: pg.Pool, actor: Actor): Promise<string> {
  const { nameActors } = await import('@weft/server/actors');
  return whoText((await nameActors(pool, [actor]))(actor));
}
