import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Author } from './author.ts';
import { blame, touchedNodes } from './blame.ts';
import { addNode, moveNodes, removeNodes, setNodeField, setParam } from './edits.ts';
import { IdSet, type Span } from './idSet.ts';
import { textOf } from './schema.ts';
import { contentOf, foldRows, LONGEST_MS, noContent, PAUSE_MS, type Logged } from './stretches.ts';

const ann: Author = { kind: 'person', id: 'ann' };
const ben: Author = { kind: 'person', id: 'ben' };
const TEXTS = { text: '' };
const node = (params: Record<string, unknown> = {}) => ({ type: 'test.note', params }) as never;

/** A log that several people write; each has a Y.Doc that hears of everything. */
function openLog() {
  const rows: Logged[] = [];
  const docs: Y.Doc[] = [];
  let now = 0;
  function write(author: Author | null, update: Uint8Array): void {
    rows.push({ seq: BigInt(rows.length + 1), at: new Date(now), author, update });
    for (const doc of docs) Y.applyUpdate(doc, update, 'log');
  }
  return {
    rows,
    write,
    wait: (ms: number) => (now += ms),
    join(author: Author | null): Y.Doc {
      const doc = new Y.Doc();
      for (const { update } of rows) Y.applyUpdate(doc, update, 'log');
      docs.push(doc);
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== 'log') write(author, update);
      });
      return doc;
    },
  };
}

const nameOf = (change: { author: Author | null } | null | undefined) => change?.author?.id ?? null;

describe('a set of ids', () => {
  it('is the same as a set of numbers, and tells what was new', () => {
    const spans = fc.array(
      fc.tuple(fc.nat(3), fc.nat(60), fc.nat(12)).map(([client, from, length]) => ({
        client,
        span: [from, from + length] as Span,
      })),
    );
    fc.assert(
      fc.property(spans, (added) => {
        const ids = new IdSet();
        const model = new Set<string>();
        for (const { client, span } of added) {
          const news: string[] = [];
          for (let clock = span[0]; clock < span[1]; clock++)
            if (!model.has(`${client} ${clock}`)) news.push(`${client} ${clock}`);
          for (const id of news) model.add(id);
          const told = ids
            .add(client, span)
            .flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => `${client} ${from + i}`));
          expect(told).toEqual(news);
        }
        for (let client = 0; client < 4; client++)
          expect(Array.from({ length: 80 }, (_, clock) => ids.has(client, clock))).toEqual(
            Array.from({ length: 80 }, (_, clock) => model.has(`${client} ${clock}`)),
          );
        for (const [, held] of ids.spans())
          for (const [i, [from]] of held.entries()) if (i > 0) expect(from).toBeGreaterThan(held[i - 1]![1]);
      }),
    );
  });
});

describe('rows of the log', () => {
  it('become stretches by author, apart after a pause and after ten minutes', () => {
    const log = openLog();
    const [one, two] = [log.join(ann), log.join(ben)];
    one.getText('t').insert(0, 'a');
    two.getText('t').insert(0, 'b');
    log.wait(PAUSE_MS);
    one.getText('t').insert(0, 'a');
    log.wait(PAUSE_MS + 1);
    one.getText('t').insert(0, 'a');
    const stretches = foldRows(log.rows, { known: noContent() });
    expect(stretches.map(({ author, firstSeq, lastSeq }) => [author?.id, firstSeq, lastSeq])).toEqual([
      ['ann', 1n, 3n],
      ['ben', 2n, 2n],
      ['ann', 4n, 4n],
    ]);
    for (let i = 0; i < 12; i++) {
      log.wait(PAUSE_MS);
      one.getText('t').insert(0, 'a');
    }
    for (const { firstAt, lastAt } of foldRows(log.rows, { known: noContent() }))
      expect(Number(lastAt) - Number(firstAt)).toBeLessThanOrEqual(LONGEST_MS);
  });

  it('make nobody the author of what was there before, however often they send it', () => {
    const log = openLog();
    const one = log.join(ann);
    one.getText('t').insert(0, 'written by ann');
    one.getText('t').delete(0, 8);
    log.write(ben, Y.encodeStateAsUpdate(one));
    expect(foldRows(log.rows, { known: noContent() })).toMatchObject([{ author: ann }]);
    const known = contentOf(Y.encodeStateAsUpdate(one));
    expect(foldRows(log.rows, { known })).toEqual([]);
  });

  it('are by whoever brought them, under whatever client id', () => {
    const log = openLog();
    const one = log.join(ann);
    addNode(one, 'a' as never, node({ n: 1 }));
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(one));
    forged.clientID = one.clientID;
    const before = Y.encodeStateVector(forged);
    setParam(forged, 'a', 'n', 2);
    log.write(ben, Y.encodeStateAsUpdate(forged, before));
    const stretches = foldRows(log.rows, { known: noContent() });
    const found = blame(log.join(null), stretches)['a']!;
    expect(nameOf(found.params['n'])).toBe('ben');
    expect(nameOf(found.fields['type'])).toBe('ann');
  });

  it('that nobody can read belong to nobody', () => {
    const update = Uint8Array.from([3, 1, 4, 1, 5]);
    const row = { seq: 1n, at: new Date(0), author: ann, update };
    expect(foldRows([row], { known: noContent() })).toEqual([]);
  });
});

describe('blame', () => {
  it('says who last changed each field, param and letter', () => {
    const log = openLog();
    const [one, two] = [log.join(ann), log.join(ben)];
    addNode(one, 'a' as never, node({ n: 1, m: 1, text: 'hello world' }), TEXTS);
    const later = () => log.wait(PAUSE_MS + 1);
    later();
    setParam(two, 'a', 'n', 2);
    setNodeField(two, 'a', 'title', 'Mine');
    textOf(two, 'a', 'text')!.insert(5, ', dear');
    later();
    setNodeField(one, 'a', 'title', undefined);
    setParam(one, 'a', 'gone', 1);
    later();
    setParam(two, 'a', 'gone', undefined);
    later();
    moveNodes(one, { a: { x: 5, y: 5 } });
    const found = blame(log.join(null), foldRows(log.rows, { known: noContent() }))['a']!;
    expect(
      Object.fromEntries(Object.entries(found.params).map(([name, each]) => [name, nameOf(each)])),
    ).toEqual({
      n: 'ben',
      m: 'ann',
      gone: 'ben',
      text: 'ben',
    });
    expect(found.texts['text']!.map(({ from, to, change }) => [from, to, nameOf(change)])).toEqual([
      [0, 5, 'ann'],
      [5, 11, 'ben'],
      [11, 17, 'ann'],
    ]);
    expect(nameOf(found.fields['title'])).toBe('ann');
    expect(nameOf(found.fields['position'])).toBe('ann');
    // Where it lies on the canvas does not count.
    expect(nameOf(found.last)).toBe('ben');
  });

  it('names nobody for edits that nobody noted', () => {
    const log = openLog();
    const one = log.join(null);
    addNode(one, 'a' as never, node({ n: 1 }));
    const [stretch] = foldRows(log.rows, { known: noContent() });
    expect(stretch).toMatchObject({ author: null, firstAt: new Date(0) });
    const known = contentOf(Y.encodeStateAsUpdate(one));
    expect(blame(one, foldRows([], { known }))['a']!.last).toBeNull();
  });

  it('says which nodes a stretch changed and which it removed', () => {
    const log = openLog();
    const [one, two] = [log.join(ann), log.join(ben)];
    for (const id of ['a', 'b']) addNode(one, id as never, node());
    setParam(two, 'a', 'n', 1);
    removeNodes(two, ['b']);
    const stretches = foldRows(log.rows, { known: noContent() });
    const touched = touchedNodes(log.join(null), stretches);
    expect(stretches.map(({ author, firstSeq }) => [author?.id, touched.get(firstSeq)])).toEqual([
      ['ann', { changed: new Set(['a']), removed: new Set() }],
      ['ben', { changed: new Set(['a']), removed: new Set(['b']) }],
    ]);
  });

  it('is the same wherever the log was merged, for any edits of any people', () => {
    const people = [ann, ben, { kind: 'key', id: 'k', forPerson: 'ann' } as const, null];
    const step = fc.record({
      who: fc.nat(people.length - 1),
      what: fc.constantFrom('type', 'erase', 'set', 'unset', 'again'),
      at: fc.nat(20),
      pause: fc.constantFrom(0, 1000, PAUSE_MS + 1),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 3 }),
        (steps, cuts) => {
          const log = openLog();
          const docs = people.map((author) => log.join(author));
          addNode(docs[0]!, 'a' as never, node());
          const text = new Y.Text();
          (docs[0]!.getMap('nodes').get('a') as Y.Map<unknown>).set('params', new Y.Map([['text', text]]));
          for (const { who, what, at, pause } of steps) {
            log.wait(pause);
            const doc = docs[who]!;
            const shared = textOf(doc, 'a', 'text')!;
            if (what === 'type') shared.insert(Math.min(at, shared.length), 'xyz');
            if (what === 'erase' && shared.length > at) shared.delete(at, 1);
            if (what === 'set') setParam(doc, 'a', `p${at % 3}`, at);
            if (what === 'unset') setParam(doc, 'a', `p${at % 3}`, undefined);
            if (what === 'again') log.write(people[who]!, Y.encodeStateAsUpdate(doc));
          }
          const whole = foldRows(log.rows, { known: noContent() });
          let merged: ReturnType<typeof foldRows> = [];
          const snapshot = new Y.Doc();
          let from = 0;
          for (const cut of [...cuts, log.rows.length].sort((a, b) => a - b)) {
            const rows = log.rows.slice(from, Math.max(from, cut));
            merged = foldRows(rows, { known: contentOf(Y.encodeStateAsUpdate(snapshot)), before: merged });
            for (const { update } of rows) Y.applyUpdate(snapshot, update);
            from += rows.length;
          }
          const plain = (all: typeof whole) =>
            all.map(({ inserts, deletes, ...rest }) => ({
              ...rest,
              inserts: [...inserts.spans()].toSorted(([a], [b]) => a - b),
              deletes: [...deletes.spans()].toSorted(([a], [b]) => a - b),
            }));
          expect(plain(merged)).toEqual(plain(whole));
          const reader = log.join(null);
          expect(blame(snapshot, merged)).toEqual(blame(reader, whole));
        },
      ),
      { numRuns: 50 },
    );
  });
});
