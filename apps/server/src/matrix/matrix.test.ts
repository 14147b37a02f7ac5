/**
 * Who may do what, in full: every procedure, HTTP route and socket, asked by everybody there is, about things of their own,
 * of others, deleted ones and ones that never were. What is expected follows from the list of routes and the table of
 * actions, not from the code that decides.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { appRouter } from '../api/router.ts';
import type { Meta } from '../api/trpc.ts';
import { ROUTES } from '../http/routes.ts';
import { ACTIONS, type Action, type Role } from '../policy/actions.ts';
import { INPUTS, type Objects } from './inputs.ts';
import { ASKERS, openMatrix, type Asker, type MatrixWorld, type Which } from './world.ts';

interface Procedure {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly meta: Meta;
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, unknown>).map(
  ([path, procedure]): Procedure => {
    const { type, meta } = (procedure as { _def: { type: Procedure['type']; meta: Meta } })._def;
    return { path, type, meta };
  },
);

let world: MatrixWorld;
let cells = 0;
beforeAll(async () => {
  world = await openMatrix();
});
afterAll(async () => {
  await world.close();
});

interface Reply {
  readonly status: number;
  readonly code: string | null;
  readonly body: string;
}

/** What must come back: a refusal by name, or `allowed`, which may be anything but one of those. */
type Expected = 'sign_in' | 'forbidden' | 'not_found' | 'allowed';

/** What only a person can do for themselves, although it is about a workspace. */
const FOR_PERSONS = new Set(['members.leave']);

function expectedOf(access: Meta['access'], asker: Asker, which: Which | null): Expected {
  if (access === 'anyone') return 'allowed';
  if (asker.kind === 'nobody') return 'sign_in';
  if (access === 'signed_in') return asker.kind === 'key' ? 'forbidden' : 'allowed';
  const reachable = which === 'own' || (which === 'deleted' && access === 'document:delete');
  if (!reachable || asker.role === null) return 'not_found';
  return (ACTIONS[access] as readonly Role[]).includes(asker.role) ? 'allowed' : 'forbidden';
}

/** Refused sign-ins, links and nested ids that are not there say so with the same codes; these are not about rights. */
const SAYS_SO_ITSELF = new Set([
  'session.signIn',
  'session.resetPassword',
  'session.revoke',
  'invitations.accept',
  'invitations.preview',
]);

function fits(expected: Expected, reply: Reply, path: string): boolean {
  if (expected !== 'allowed') return reply.code === expected;
  if (reply.status >= 500 || reply.code === 'bad_input') return false;
  return SAYS_SO_ITSELF.has(path) || !['sign_in', 'forbidden', 'not_found'].includes(reply.code ?? '');
}

async function call({ path, type }: Procedure, input: unknown, headers: Asker['headers']): Promise<Reply> {
  const address = `${world.server.url}/api/trpc/${path}`;
  const text = input === undefined ? undefined : JSON.stringify(input);
  const stop = new AbortController();
  const response =
    type === 'mutation'
      ? await fetch(address, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: text ?? '{}',
          signal: stop.signal,
        })
      : await fetch(`${address}${text === undefined ? '' : `?input=${encodeURIComponent(text)}`}`, {
          headers: { ...headers, ...(type === 'subscription' ? { accept: 'text/event-stream' } : {}) },
          signal: stop.signal,
        });
  // A subscription that is let in says so first and then goes on for ever.
  const body = type === 'subscription' ? await firstWords(response) : await response.text();
  stop.abort();
  return { status: response.status, code: codeIn(body), body };
}

async function firstWords(response: Response): Promise<string> {
  const { value } = await response.body!.getReader().read();
  return new TextDecoder().decode(value);
}

const codeIn = (body: string): string | null =>
  /"weft":\{"code":"(\w+)"/.exec(body)?.[1] ?? /"code":"([a-z_]+)"/.exec(body)?.[1] ?? null;

/** The request's own number is the one thing in which two refusals may differ. */
const withoutId = (body: string): string => body.replaceAll(/"requestId":"[^"]*"/g, '');

const whichFor = ({ meta: { object } }: Procedure): readonly (Which | null)[] =>
  object === undefined
    ? [null]
    : object === 'document'
      ? ['own', 'foreign', 'deleted', 'random']
      : ['own', 'foreign', 'random'];

describe('every procedure', () => {
  it('is listed with an input, and nothing else is', () => {
    expect(Object.keys(INPUTS).toSorted()).toEqual(procedures.map(({ path }) => path).toSorted());
  });

  it.each(procedures)('$path answers everybody as the policy says', async (procedure) => {
    const wrong: string[] = [];
    const changes = procedure.type === 'mutation';
    for (const name of ASKERS) {
      const bodies = new Map<Which | null, string>();
      for (const which of whichFor(procedure)) {
        const asker = await world.asker(name);
        const objects: Objects = await world.objects(which ?? 'own', changes);
        const reply = await call(procedure, INPUTS[procedure.path]!(objects), asker.headers);
        cells += 1;
        bodies.set(which, withoutId(reply.body));
        const asked = expectedOf(procedure.meta.access, asker, which);
        const forPersons = asker.kind === 'key' && FOR_PERSONS.has(procedure.path);
        const expected = asked === 'allowed' && forPersons ? 'forbidden' : asked;
        if (!fits(expected, reply, procedure.path))
          wrong.push(
            `${name} × ${which}: expected ${expected}, got ${reply.status} ${reply.body.slice(0, 300)}`,
          );
      }
      // Nobody can tell what exists elsewhere from what does not exist.
      if (procedure.meta.object !== undefined && bodies.get('foreign') !== bodies.get('random'))
        wrong.push(`${name}: a foreign id and a random one are told apart`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('every other route', () => {
  const HTTP: readonly {
    readonly name: string;
    readonly route: { readonly path: string; readonly access: Action };
    readonly ask: (objects: Objects, headers: Asker['headers']) => Promise<Reply>;
  }[] = [
    {
      name: 'a download',
      route: ROUTES.download,
      ask: async ({ runId }, headers) =>
        await http('GET', `/files/artifacts/${runId}/a/rows?as=csv`, headers),
    },
    {
      name: 'an upload',
      route: ROUTES.upload,
      ask: async ({ workspaceId }, headers) =>
        await http('POST', `/files/uploads/${workspaceId}?name=a.txt`, {
          ...headers,
          'content-type': 'application/octet-stream',
        }),
    },
    {
      name: 'the socket of a document',
      route: ROUTES.sync,
      ask: async ({ documentId }, headers) => await upgrade(`/api/sync/${documentId}`, headers),
    },
  ];

  it('with a right of its own is asked below', () => {
    const guarded = Object.values(ROUTES).filter(({ access }) => access in ACTIONS);
    expect(HTTP.map(({ route }) => route.path).toSorted()).toEqual(
      guarded.map(({ path }) => path).toSorted(),
    );
  });

  it.each(HTTP)('$name answers everybody as the policy says', async ({ route: { access }, ask }) => {
    const wrong: string[] = [];
    const about: readonly Which[] =
      access === 'document:read' ? ['own', 'foreign', 'deleted', 'random'] : ['own', 'foreign', 'random'];
    for (const name of ASKERS) {
      const bodies = new Map<Which, string>();
      for (const which of about) {
        const asker = await world.asker(name);
        const reply = await ask(await world.objects(which, false), asker.headers);
        cells += 1;
        bodies.set(which, withoutId(reply.body));
        const expected = expectedOf(access, asker, which);
        if (!fits(expected, reply, ''))
          wrong.push(
            `${name} × ${which}: expected ${expected}, got ${reply.status} ${reply.body.slice(0, 300)}`,
          );
      }
      if (bodies.get('foreign') !== bodies.get('random'))
        wrong.push(`${name}: foreign and random are told apart`);
    }
    expect(wrong).toEqual([]);
  });

  async function http(method: 'GET' | 'POST', path: string, headers: Asker['headers']): Promise<Reply> {
    const response = await fetch(`${world.server.url}${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: 'text' } : {}),
    });
    const body = await response.text();
    return { status: response.status, code: response.ok ? null : codeIn(body), body };
  }

  async function upgrade(path: string, headers: Asker['headers']): Promise<Reply> {
    const socket = new WebSocket(`${world.server.url.replace('http', 'ws')}${path}`, {
      headers: { ...headers },
    });
    return await new Promise((resolve, reject) => {
      socket.on('open', () => {
        socket.close();
        resolve({ status: 101, code: null, body: '' });
      });
      socket.on('unexpected-response', (_, response) => {
        response.resume();
        const status = response.statusCode!;
        const code = { 401: 'sign_in', 403: 'forbidden', 404: 'not_found' }[status] ?? null;
        resolve({ status, code, body: String(status) });
        socket.terminate();
      });
      socket.on('error', (error) => {
        if (!/Unexpected server response|closed before/.test(error.message)) reject(error);
      });
    });
  }
});

it('has looked at thousands of cells', () => {
  expect(cells).toBeGreaterThan(2500);
});
