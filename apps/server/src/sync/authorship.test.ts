import { createTestDatabase } from '@weft/db/testing';
import {
  addNode,
  blame,
  CLOSE,
  keyOf,
  ROOM_PROTOCOL,
  setParam,
  WEFT,
  type Author,
  type Change,
} from '@weft/engine/live';
import { graph } from '@weft/engine/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { compact, readWithAuthors, type CompactionPoint } from './log.ts';
import { updateMessage } from './messages.ts';
import { startChildServer } from './testing/childServer.ts';
import { connect } from './testing/testClient.ts';
import { newDocument, openTestRooms, WORKSPACE } from './testing/testRooms.ts';

const person = (id: string): Author => ({ kind: 'person', id });
const node = (params: Record<string, unknown> = {}) => ({ type: 'test.note', params }) as never;

describe('authorship', async () => {
  const database = await createTestDatabase({ max: 20 });
  const { pool, url } = database;
  const server = await openTestRooms({ pool, url });
  const { client, rooms } = server;
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  const rowsOf = async (documentId: string) =>
    (
      await pool.query<{ kind: string; id: string | null; person: string | null; at: Date; now: Date }>(
        `select author_kind as kind, author_id as id, author_for as person, created_at as at, now() as now
         from document_updates where document_id = $1 order by seq`,
        [documentId],
      )
    ).rows;
  const authorsOf = async (documentId: string) =>
    (await rowsOf(documentId)).map(({ kind, id, person: behind }) => [kind, id, behind].join(' ').trim());

  /** Who last changed each param of node `a`, and when, by what is stored. */
  async function blameOf(documentId: string) {
    const { updates, stretches } = await readWithAuthors(pool, documentId);
    const doc = new Y.Doc();
    for (const update of updates) Y.applyUpdate(doc, update);
    const told = (change: Change) =>
      change && [keyOf(change.author), change.firstAt.toISOString(), change.lastAt.toISOString()];
    const { params } = blame(doc, stretches)['a']!;
    return Object.fromEntries(Object.entries(params).map(([name, change]) => [name, told(change)]));
  }

  it('is noted with every edit of a socket, by the database’s clock', async () => {
    const documentId = await newDocument(pool);
    const ann = client({ documentId, user: 'ann' });
    await ann.synced();
    addNode(ann.doc, 'a' as never, node());
    await ann.durable();
    const [row] = await rowsOf(documentId);
    expect(row).toMatchObject({ kind: 'person', id: 'ann' });
    expect(Number(row!.now) - Number(row!.at)).toBeLessThan(60_000);
  });

  it('stays apart when several people’s edits are written in one commit', async () => {
    const documentId = await newDocument(pool);
    const [ann, ben] = [client({ documentId, user: 'ann' }), client({ documentId, user: 'ben' })];
    await Promise.all([ann.synced(), ben.synced()]);
    const holder = await pool.connect();
    await holder.query(`begin; select 1 from documents where id = '${documentId}' for update`);
    addNode(ann.doc, 'a' as never, node());
    const waiting = `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%into document_updates%'`;
    await expect
      .poll(async () => (await pool.query(waiting)).rows[0].count, { interval: 5, timeout: 10_000 })
      .toBe(1);
    // Behind the lock, and so together.
    for (const { doc } of [ann, ben, ann, ben]) doc.getMap('edits').set(String(doc.clientID), Math.random());
    // Presence is not stored: once it is told, the server has heard everything before it.
    for (const { provider } of [ann, ben]) provider.awareness.setLocalStateField('after', 'edits');
    const heard = (from: typeof ann, to: typeof ann) =>
      to.provider.awareness.getStates().get(from.doc.clientID)?.['after'];
    await expect
      .poll(() => [heard(ann, ben), heard(ben, ann)], { interval: 5, timeout: 10_000 })
      .toEqual(['edits', 'edits']);
    await holder.query('commit');
    holder.release();
    await Promise.all([ann.durable(), ben.durable()]);
    expect(await authorsOf(documentId)).toEqual(['person ann', 'person ann', 'person ben']);
    const { rows } = await pool.query(
      `select count(distinct xmin::text)::int as commits from document_updates where document_id = $1`,
      [documentId],
    );
    expect(rows).toEqual([{ commits: 2 }]);
  });

  it('is noted by every other writer', async () => {
    const made = randomUUID();
    const key: Author = { kind: 'key', id: 'k', forPerson: '00000000-0000-7000-8000-0000000000aa' };
    const tx = await pool.connect();
    await tx.query(
      `insert into documents (id, workspace_id, ref, title) values ($1::uuid, $2, $1::text, '')`,
      [made, WORKSPACE],
    );
    await rooms.create(tx, { documentId: made, author: key, document: graph({ a: { type: 'test.note' } }) });
    tx.release();
    await rooms.edit(made, WEFT, (doc) => setParam(doc, 'a', 'n', 1));
    await rooms.edit(made, person('ann'), (doc) => setParam(doc, 'a', 'n', 2));
    expect(await authorsOf(made)).toEqual([`key k ${key.forPerson}`, 'worker', 'person ann']);

    // What the command line ran becomes a document when somebody opens it.
    const ran = await newDocument(pool);
    await pool.query(
      `insert into versions (workspace_id, document_id, id, number, hash, content) values ($1, $2, $3, 1, 'h', $4)`,
      [WORKSPACE, ran, randomUUID(), JSON.stringify(graph({ a: { type: 'test.note' } }))],
    );
    await rooms.freeze(ran);
    expect(await authorsOf(ran)).toEqual(['commandLine']);
  });

  it('is unknown, and shown as such, in rows from before it was noted', async () => {
    const documentId = await newDocument(pool);
    await rooms.edit(documentId, WEFT, (doc) => addNode(doc, 'a' as never, node({ old: 1, fresh: 1 })));
    await pool.query(`update document_updates set author_kind = null where document_id = $1`, [documentId]);
    await rooms.edit(documentId, person('ann'), (doc) => setParam(doc, 'a', 'fresh', 2));
    for (let merges = 0; merges < 2; merges++) {
      const found = await blameOf(documentId);
      expect([found['old']![0], found['fresh']![0]]).toEqual(['', keyOf(person('ann'))]);
      await compact(pool, { documentId, knownSeq: BigInt(merges) * 100n });
    }
  });

  it('answers the same for everybody after any number of merges, in a server that starts anew', async () => {
    const documentId = await newDocument(pool);
    const people = ['ann', 'ben', 'cay'].map((user) => client({ documentId, user }));
    await Promise.all(people.map(async (each) => await each.synced()));
    addNode(people[0]!.doc, 'a' as never, node());
    await people[1]!.until((doc) => doc.getMap('nodes').has('a'));
    await people[2]!.until((doc) => doc.getMap('nodes').has('a'));
    for (let round = 0; round < 3; round++) {
      for (const [i, { doc, durable }] of people.entries()) {
        setParam(doc, 'a', `of ${i}`, round);
        await durable();
      }
      const before = await blameOf(documentId);
      await compact(pool, { documentId, knownSeq: 10_000n });
      expect(await blameOf(documentId)).toEqual(before);
    }
    expect(await rowsOf(documentId)).toEqual([]);
    const found = await blameOf(documentId);
    expect(['of 0', 'of 1', 'of 2'].map((name) => found[name]![0])).toEqual(
      ['ann', 'ben', 'cay'].map((id) => keyOf(person(id))),
    );
    // Within ten minutes each of them is one stretch, however often the log was merged.
    const { rows } = await pool.query(
      `select count(*)::int as count from document_edits where document_id = $1`,
      [documentId],
    );
    expect(rows).toEqual([{ count: 3 }]);
    await using other = await openTestRooms({ pool, url });
    const late = other.client({ documentId, user: 'dee' });
    await late.synced();
    // It sends back all that it was told; that makes it nobody's author.
    late.provider.ws!.send(updateMessage(Y.encodeStateAsUpdate(late.doc)));
    setParam(late.doc, 'a', 'late', 1);
    await late.durable();
    expect(await blameOf(documentId)).toEqual({ ...found, late: [keyOf(person('dee')), ...anyTimes] });
  });

  it('cannot be put on somebody else by using their client id', async () => {
    const documentId = await newDocument(pool);
    const ann = client({ documentId, user: 'ann' });
    await ann.synced();
    addNode(ann.doc, 'a' as never, node({ n: 'by ann', m: 'by ann' }));
    await ann.durable();
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(ann.doc));
    forged.clientID = ann.doc.clientID;
    const before = Y.encodeStateVector(forged);
    setParam(forged, 'a', 'n', 'by mallory, as ann');
    // Yjs would give a page that sees this another id.
    await ann.leave();
    const mallory = client({ documentId, user: 'mallory' });
    await mallory.synced();
    mallory.provider.ws!.send(updateMessage(Y.encodeStateAsUpdate(forged, before)));
    await mallory.durable();
    for (let merges = 0; merges < 2; merges++) {
      const found = await blameOf(documentId);
      expect([found['n']![0], found['m']![0]]).toEqual([keyOf(person('mallory')), keyOf(person('ann'))]);
      await compact(pool, { documentId, knownSeq: BigInt(merges) * 100n });
    }
  });

  it.each<CompactionPoint>(['locked', 'authors-kept', 'merged', 'trimmed', 'committed'])(
    'and every edit are there when the server is killed in the middle of a merge (%s)',
    async (killAt) => {
      const documentId = await newDocument(pool);
      const child = await startChildServer({ url, compactRows: 4, killAt });
      const writers = ['ann', 'ben'].map((user) => connect({ url: child.url, documentId, params: { user } }));
      await Promise.all(writers.map(async (each) => await each.synced()));
      const [ann, ben] = writers as [(typeof writers)[0], (typeof writers)[0]];
      addNode(ann.doc, 'a' as never, node());
      await ann.durable();
      await ben.until((doc) => doc.getMap('nodes').has('a'));
      const acknowledged = new Map<string, string>();
      await Promise.allSettled(
        writers.map(async ({ doc, durable }, who) => {
          for (let i = 0; i < 8; i++) {
            setParam(doc, 'a', `${who}-${i}`, i);
            await durable();
            acknowledged.set(`${who}-${i}`, keyOf(person(['ann', 'ben'][who]!)));
          }
        }),
      );
      await child.ended;
      for (const { provider } of writers) provider.destroy();
      const found = await blameOf(documentId);
      for (const [name, author] of acknowledged) expect([name, found[name]?.[0]]).toEqual([name, author]);
      expect(acknowledged.size).toBeGreaterThan(0);
    },
  );
});

describe('the protocol', async () => {
  const database = await createTestDatabase();
  const server = await openTestRooms({ pool: database.pool, url: database.url });
  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  it('is agreed on when a client connects, and one of another version is told so', async () => {
    const documentId = await newDocument(database.pool);
    for (const protocols of [[], [ROOM_PROTOCOL]]) await server.client({ documentId, protocols }).synced();
    const other = server.client({ documentId, protocols: ['weft.room.v0'] });
    expect(await other.closed()).toEqual({
      code: CLOSE.otherVersion,
      reason: `this server speaks ${ROOM_PROTOCOL}`,
    });
  });
});

const anyTimes = [expect.any(String), expect.any(String)];
