import { createTestDatabase } from '@weft/db/testing';
import { WEFT } from '@weft/engine/live';
import type pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import type { TestClient } from './testing/testClient.ts';
import { newDocument, openTestRooms } from './testing/testRooms.ts';

/**
 * The six races of any server that loads and stores documents on demand. PostgreSQL itself is what makes them happen: a
 * lock holds a load or a commit open for as long as the test wants.
 */
describe('rooms', async () => {
  const database = await createTestDatabase();
  const { pool, url } = database;
  const server = await openTestRooms({ pool, url });
  const { client, rooms, problems } = server;
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  it('share one load among clients that come while it lasts', async () => {
    const documentId = await newDocument(pool);
    await rooms.edit(documentId, WEFT, (doc) => void doc.getMap('meta').set('title', 'Stored'));
    await using lock = await holdLock(pool, 'lock table documents in access exclusive mode');
    const clients = Array.from({ length: 5 }, () => client({ documentId }));
    await Promise.all(clients.map(opened));
    await waitingFor(pool, 'select workspace_id, head%', 1);
    await lock.release();
    await Promise.all(clients.map(async (each) => await each.synced()));
    for (const { doc } of clients) expect(doc.getMap('meta').get('title')).toBe('Stored');
  });

  it('do not keep a load that failed', async () => {
    const documentId = await newDocument(pool);
    await pool.query('alter table document_updates rename to away');
    await expect(rooms.freeze(documentId)).rejects.toThrow(/document_updates/);
    const patient = client({ documentId });
    const code = await new Promise((resolve) =>
      patient.provider.once('connection-close', (event) => resolve(event?.code)),
    );
    expect(code).toBe(4500);
    await pool.query('alter table away rename to document_updates');
    await patient.synced();
    expect(problems.join()).toContain('a room had to be closed');
  });

  it('write one row at a time, with all that arrived meanwhile in the next', async () => {
    const documentId = await newDocument(pool);
    const [writer, bystander] = [client({ documentId }), client({ documentId })];
    await Promise.all([writer.synced(), bystander.synced()]);
    const text = writer.doc.getText('text');
    await using lock = await holdLock(pool, `select 1 from documents where id = '${documentId}' for update`);
    text.insert(0, '0');
    await waitingFor(pool, '%into document_updates%', 1);
    for (let i = 1; i < 100; i++) text.insert(text.length, `,${i}`);
    // Presence is not stored: once it is told, the server has heard everything before it.
    writer.provider.awareness.setLocalStateField('after', 'edits');
    await told(writer, bystander);
    await lock.release();
    await writer.durable();
    const { rows } = await pool.query(
      `select seq from document_updates where document_id = $1 order by seq`,
      [documentId],
    );
    expect(rows).toEqual([{ seq: 1n }, { seq: 2n }]);
  });

  it('stay in memory when storing fails, also after the writer has gone', async () => {
    const documentId = await newDocument(pool);
    const writer = client({ documentId });
    await writer.synced();
    let interrupted = 0;
    writer.provider.on('connection-close', () => interrupted++);
    await pool.query(`create sequence tries;
                      create function refuse() returns trigger language plpgsql
                        as $$ begin perform nextval('tries'); raise 'no'; end $$;
                      create trigger refuse before insert on document_updates for each row execute function refuse()`);
    writer.doc.getMap('meta').set('title', 'Only in memory');
    const durable = writer.durable().then(
      () => 'durable',
      () => 'left',
    );
    await attempted(pool);
    expect(interrupted).toBe(0);
    await writer.leave();
    expect(await durable).toBe('left');
    await pool.query('drop trigger refuse on document_updates');
    const { document } = await rooms.freeze(documentId);
    expect(document.title).toBe('Only in memory');
    const { rows } = await pool.query('select head from documents where id = $1', [documentId]);
    expect(rows).toEqual([{ head: 1n }]);
  });

  it('do not unload under a client that comes back while a save is pending', async () => {
    const documentId = await newDocument(pool);
    const writer = client({ documentId });
    await writer.synced();
    await using lock = await holdLock(pool, `select 1 from documents where id = '${documentId}' for update`);
    writer.doc.getMap('meta').set('title', 'Pending');
    await waitingFor(pool, '%into document_updates%', 1);
    await writer.leave();
    const next = client({ documentId });
    await opened(next);
    await lock.release();
    await next.synced();
    expect(next.doc.getMap('meta').get('title')).toBe('Pending');
    next.doc.getMap('meta').set('title', 'Still one room');
    await next.durable();
    const { document } = await rooms.freeze(documentId);
    expect(document.title).toBe('Still one room');
  });

  it('store what is pending before they close', async () => {
    const documentId = await newDocument(pool);
    await using second = await openTestRooms({ pool, url });
    const writer = second.client({ documentId });
    await writer.synced();
    await using lock = await holdLock(pool, `select 1 from documents where id = '${documentId}' for update`);
    writer.doc.getMap('meta').set('title', 'Last words');
    await waitingFor(pool, '%into document_updates%', 1);
    let hasClosed = false;
    const closing = second.rooms.close().then(() => (hasClosed = true));
    await expect(second.rooms.freeze(documentId)).rejects.toMatchObject({ code: 'unavailable' });
    expect(hasClosed).toBe(false);
    await lock.release();
    await closing;
    const { document } = await rooms.freeze(documentId);
    expect(document.title).toBe('Last words');
  });
});

interface Lock extends AsyncDisposable {
  release(): Promise<void>;
}

/** Takes a lock in a transaction of its own, until released. */
async function holdLock(pool: pg.Pool, statement: string): Promise<Lock> {
  const holder = await pool.connect();
  await holder.query(`begin; ${statement}`);
  let held = true;
  const release = async () => {
    if (!held) return;
    held = false;
    await holder.query('commit');
    holder.release();
  };
  return { release, [Symbol.asyncDispose]: release };
}

/** Until exactly so many statements like this wait for a lock. */
async function waitingFor(pool: pg.Pool, like: string, count: number): Promise<void> {
  const waiting = async () => {
    const { rows } = await pool.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query ilike $1`,
      [like],
    );
    return rows[0]!.count;
  };
  await expect.poll(waiting).toBe(count);
}

/** Until a row was refused. A sequence counts the tries, since rolling back takes no number of it back. */
async function attempted(pool: pg.Pool): Promise<void> {
  const tried = async () =>
    (await pool.query<{ is_called: boolean }>('select is_called from tries')).rows[0]!.is_called;
  await expect.poll(tried).toBe(true);
}

const opened = async ({ provider }: TestClient): Promise<void> =>
  await expect.poll(() => provider.wsconnected).toBe(true);

/** Until the server has repeated this client's presence to another. */
async function told(from: TestClient, to: TestClient): Promise<void> {
  const seen = () => to.provider.awareness.getStates().get(from.doc.clientID);
  await expect.poll(seen).toMatchObject({ after: 'edits' });
}
