/**
 * Who may do what, in full: every procedure, HTTP address and socket message, asked by everybody there is, about things of
 * their own, of others, deleted ones and ones that never were. The doors come from the router and the list of routes, the
 * answers from the table of rules; `golden.ts` has some of them written by hand.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS_EXTRAS, askAddress, callProcedure, FIELDS_FOR, sendMessage, type Reply } from './ask.ts';
import { ASKERS, makeAsker, type Asker, type AskerName } from './askers.ts';
import { casesOf, expectedOf, type Expected, type Which } from './expected.ts';
import { GOLDEN } from './golden.ts';
import { ADDRESSES, PROCEDURES, SOCKET_MESSAGES, type Door } from './inventory.ts';
import { openMatrix, type MatrixWorld, type Objects } from './world.ts';

let world: MatrixWorld;
let cells = 0;
/** What each door answered: "door | asker | which". */
const seen = new Map<string, Expected | 'wrong'>();
beforeAll(async () => {
  world = await openMatrix();
});
afterAll(async () => {
  await world?.close();
});

/** Askers for cells that change nothing. */
const kept = new Map<AskerName, Promise<Asker>>();
function askerFor(name: AskerName, fresh: boolean): Promise<Asker> {
  if (fresh) return makeAsker(world.server, name);
  let asker = kept.get(name);
  if (asker === undefined) kept.set(name, (asker = makeAsker(world.server, name)));
  return asker;
}

/** Their refusals are not about rights: a wrong password, a link that does not work. */
const SAYS_SO_ITSELF = new Set([
  'session.signIn',
  'session.resetPassword',
  'invitations.accept',
  'invitations.preview',
]);

function fits(door: Door, expected: Expected, { code, status }: Reply): boolean {
  // A refused upgrade says its status only, a refused message that it was not taken.
  const terse = door.via === 'upgrade' || door.via === 'message';
  if (terse && (expected === 'forbidden' || expected === 'scope_missing'))
    return code === 'forbidden' || (door.via === 'message' && code === 'refused');
  if (expected !== 'allowed') return code === expected;
  if (status >= 500 || code === 'bad_input' || code === 'refused') return false;
  return (
    SAYS_SO_ITSELF.has(door.name) ||
    !['sign_in', 'forbidden', 'scope_missing', 'not_found'].includes(code ?? '')
  );
}

/** A door is asked about a hundred times, with a password hashed each time at some. */
const DOOR_MS = 300_000;

interface Question {
  readonly door: Door;
  readonly changes: boolean;
  readonly expect: (asker: Asker, which: Which) => Expected;
  readonly ask: (cell: { objects: Objects; headers: Asker['headers'] }) => Promise<Reply>;
}

/** Asks one door as everybody about everything; what came back wrong, in words. */
async function askAll({ door, changes, expect: expectation, ask }: Question): Promise<string[]> {
  const wrong: string[] = [];
  for (const name of ASKERS) {
    const unseen = new Set<string>();
    for (const which of casesOf(door.guard)) {
      const planned = expectation(await askerFor(name, false), which);
      // A cell that is refused changes nothing, so it can be asked of what others ask of too.
      const fresh = changes && planned === 'allowed';
      const asker = await askerFor(name, fresh);
      const found = await world.objects({ kind: door.guard.kind, which, fresh });
      const objects = which === 'own' ? { ...found, sessionId: asker.sessionId } : found;
      const reply = await ask({ objects, headers: asker.headers });
      cells += 1;
      const right = fits(door, planned, reply);
      seen.set(`${door.name} | ${name} | ${which}`, right ? planned : 'wrong');
      if (!right)
        wrong.push(
          `${name} × ${which}: expected ${planned}, got ${reply.status} ${reply.body.slice(0, 300)}`,
        );
      if (planned === 'not_found') unseen.add(`${reply.status} ${reply.body}`);
    }
    if (unseen.size > 1) wrong.push(`${name}: foreign, deleted and random ids are told apart`);
  }
  return wrong;
}

describe('every procedure', () => {
  it('that needs further fields is known, and no other is listed', () => {
    const names = PROCEDURES.map(({ name }) => name);
    expect(FIELDS_FOR.filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(PROCEDURES)(
    '$name answers everybody as the table says',
    async (door) => {
      const wrong = await askAll({
        door,
        changes: door.via === 'mutation',
        expect: (asker, which) => expectedOf(door.guard, asker, which),
        ask: async (cell) => await callProcedure(world.server.url, door, cell),
      });
      expect(wrong).toEqual([]);
    },
    DOOR_MS,
  );
});

describe('every other address', () => {
  it('that has a right of its own is asked below', () => {
    expect(ADDRESSES.map(({ name }) => name).toSorted()).toEqual(Object.keys(ADDRESS_EXTRAS).toSorted());
  });

  it.each(ADDRESSES)(
    '$name answers everybody as the table says',
    async (door) => {
      const wrong = await askAll({
        door,
        changes: false,
        expect: (asker, which) => expectedOf(door.guard, asker, which),
        ask: async (cell) => await askAddress(world.server.url, door, cell),
      });
      expect(wrong).toEqual([]);
    },
    DOOR_MS,
  );
});

describe('every message of a socket', () => {
  const { guard: entry } = ADDRESSES.find(({ via }) => via === 'upgrade')!;

  it.each(SOCKET_MESSAGES)(
    '$name is taken as the table says',
    async (door) => {
      const wrong = await askAll({
        door,
        changes: false,
        // A message needs the right to be in the room as well.
        expect(asker, which) {
          const enters = expectedOf(entry, asker, which);
          return enters === 'allowed' ? expectedOf(door.guard, asker, which) : enters;
        },
        ask: async (cell) => await sendMessage(world.server.url, door.type, cell),
      });
      expect(wrong).toEqual([]);
    },
    DOOR_MS,
  );
});

it.each(GOLDEN)('%s, asked by %s about what is %s, is %s', (door, asker, which, wanted) => {
  expect(seen.get(`${door} | ${asker} | ${which}`)).toBe(wanted);
});

it('asks thousands of times', () => {
  expect(cells).toBeGreaterThanOrEqual(3000);
});
