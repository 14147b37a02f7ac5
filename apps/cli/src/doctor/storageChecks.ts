import { createHash, randomBytes } from 'node:crypto';
import type { Opened } from '../open.ts';
import { fail, ok, warn, type Finding } from './check.ts';

const NEWEST_TESTED = 18;
const OLDEST = 14;

export async function database({ pool, database: shown }: Opened): Promise<Finding[]> {
  const { rows } = await pool.query<{
    version: string;
    number: number;
    migrations: number;
    encoding: string;
  }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
       (select count(*)::int from _prisma_migrations where finished_at is not null) as migrations,
       current_setting('server_encoding') as encoding`,
  );
  const { version, number, migrations, encoding } = rows[0]!;
  const detail = `PostgreSQL ${version}, ${shown}, ${migrations} migrations applied`;
  const major = Math.floor(number / 10_000);
  const findings: Finding[] = [];
  if (major < OLDEST) findings.push(fail('database', `${detail}: PostgreSQL ${OLDEST} or newer is needed`));
  else if (major > NEWEST_TESTED)
    findings.push(warn('database', `${detail}: newer than ${NEWEST_TESTED}, with which Weft is tested`));
  else findings.push(ok('database', detail));
  if (encoding !== 'UTF8') findings.push(fail('database encoding', `${encoding}; it must be UTF8`));
  return findings;
}

export async function workers({ pool }: Opened): Promise<Finding> {
  const { rows } = await pool.query<{ count: number; slots: number }>(
    `select count(*)::int as count, coalesce(sum(slots), 0)::int as slots from workers
     where state = 'active' and heartbeat_at > now() - interval '15 seconds'`,
  );
  const { count, slots } = rows[0]!;
  return ok(
    'workers',
    count === 0
      ? 'none up: `weft run` brings its own; `weft worker` starts one that stays'
      : `${count} up with ${slots} slots`,
  );
}

/** Writes, reads and removes bytes of its own. */
export async function bytes({ engine }: Opened): Promise<Finding[]> {
  const { store } = engine;
  const { hash } = await store.put(randomBytes(64));
  const back = await store.get(hash);
  await store.remove('objects', [hash]);
  if (createHash('sha256').update(back).digest('hex') !== hash)
    return [fail('store', 'it gives other bytes back than it was given')];
  const { lost, quarantined } = await engine.damage();
  const fine = ok('store', `${store.url}: bytes can be written, read and removed`);
  if (lost + quarantined === 0) return [fine];
  return [
    fine,
    warn(
      'damage',
      `${lost} lost, which runs make again when they need them; ${quarantined} damaged files are in quarantine, where \`weft gc\` keeps them for 30 days: look at the disk`,
    ),
  ];
}
