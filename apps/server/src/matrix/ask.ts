/** Asks a door as somebody, over real HTTP and real sockets. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { KINDS } from '../objects/kinds.ts';
import type { Guard } from '../objects/reach.ts';
import type { ClientMessage } from '../sync/messages.ts';
import { answerMessage, askMessage, presenceMessage, updateMessage } from '../sync/messages.ts';
import type { Asker } from './askers.ts';
import type { Door } from './inventory.ts';
import type { Objects } from './world.ts';

export interface Reply {
  readonly status: number;
  readonly code: string | null;
  readonly body: string;
}

/** The further fields of an input, beside the ids that its kind names. A procedure that needs some is listed here. */
const FIELDS: Readonly<Record<string, (objects: Objects) => object>> = {
  'session.signIn': () => ({ email: 'nobody@example.org', password: 'wrong-password-1' }),
  'session.signUp': () => ({
    name: 'N',
    email: `${randomUUID()}@example.org`,
    password: 'long-enough-password',
  }),
  'session.update': () => ({ name: 'Renamed' }),
  'session.changePassword': () => ({ current: 'not-the-password', next: 'another-long-password' }),
  'session.resetPassword': () => ({ token: 'x'.repeat(43), password: 'another-long-password' }),
  'setup.check': () => ({ token: 'x'.repeat(43) }),
  'setup.claim': () => ({
    token: 'x'.repeat(43),
    name: 'N',
    email: 'n@example.org',
    password: 'long-enough-password',
  }),
  'workspaces.create': () => ({ name: 'Mine' }),
  'workspaces.rename': () => ({ name: 'Renamed' }),
  'members.setRole': () => ({ role: 'viewer' }),
  'invitations.create': () => ({ email: `${randomUUID()}@example.org`, role: 'viewer' }),
  'invitations.preview': ({ invitationId }) => ({ invitationId }),
  'invitations.accept': ({ invitationId }) => ({ invitationId }),
  'keys.create': () => ({ name: 'k', scopes: ['read'] }),
  'runs.start': () => ({ runId: randomUUID() }),
  'runs.control': () => ({ verb: 'pause' }),
  'runs.answer': () => ({ answer: true }),
  'runs.compare': ({ runId }) => ({ otherRunId: runId }),
};
export const FIELDS_FOR = Object.keys(FIELDS);

function inputOf({ name, guard }: Door, objects: Objects): object {
  const names = Object.keys(KINDS[guard.kind as Guard['kind']].names) as (keyof Objects)[];
  return {
    ...Object.fromEntries(names.map((each) => [each, objects[each]])),
    ...FIELDS[name]?.(objects),
  };
}

export async function callProcedure(
  url: string,
  door: Door,
  { objects, headers }: { objects: Objects; headers: Asker['headers'] },
): Promise<Reply> {
  const address = `${url}/api/trpc/${door.name}`;
  const input = JSON.stringify(inputOf(door, objects));
  const stop = new AbortController();
  const response = await (door.via === 'mutation'
    ? fetch(address, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: input,
        signal: stop.signal,
      })
    : fetch(`${address}?input=${encodeURIComponent(input)}`, {
        headers: { ...headers, ...(door.via === 'subscription' ? { accept: 'text/event-stream' } : {}) },
        signal: stop.signal,
      }));
  // A subscription that is let in says so first and then goes on for ever.
  const body = door.via === 'subscription' ? await firstWords(response) : await response.text();
  stop.abort();
  return { status: response.status, code: codeIn(body), body: withoutId(body) };
}

async function firstWords(response: Response): Promise<string> {
  const { value } = await response.body!.getReader().read();
  return new TextDecoder().decode(value);
}

const codeIn = (body: string): string | null =>
  /"weft":\{"code":"(\w+)"/.exec(body)?.[1] ?? /"code":"([a-z_]+)"/.exec(body)?.[1] ?? null;

/** The request's own number is the one thing in which two refusals may differ. */
const withoutId = (body: string): string => body.replaceAll(/"requestId":"[^"]*"/g, '');

/** The address with its ids filled in. */
export const fill = (path: string, objects: Objects): string =>
  path.replaceAll(/:(\w+)/g, (_, name: keyof Objects) => String(objects[name]));

/** What an address is asked with, beyond its ids. One that is not listed here fails the test. */
export const ADDRESS_EXTRAS: Readonly<Record<string, { query: string; body?: string }>> = {
  'GET /files/artifacts/:runId/:nodeId/:port': { query: '?as=csv' },
  'POST /files/uploads/:workspaceId': { query: '?name=a.txt', body: 'text' },
  'UPGRADE /api/sync/:documentId': { query: '' },
};

export async function askAddress(
  url: string,
  { name, via, path }: Door & { readonly path: string },
  { objects, headers }: { objects: Objects; headers: Asker['headers'] },
): Promise<Reply> {
  const { query, body: sent } = ADDRESS_EXTRAS[name]!;
  const address = `${url}${fill(path, objects)}${query}`;
  if (via === 'upgrade') {
    const knocked = await knock(address, headers);
    if (!('socket' in knocked)) return knocked;
    knocked.socket.terminate();
    return { status: 101, code: null, body: '' };
  }
  const response = await fetch(address, {
    method: name.split(' ')[0]!,
    headers: { ...headers, ...(sent === undefined ? {} : { 'content-type': 'application/octet-stream' }) },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const body = await response.text();
  return { status: response.status, code: response.ok ? null : codeIn(body), body: withoutId(body) };
}

async function knock(
  address: string,
  headers: Asker['headers'],
): Promise<Reply | { readonly socket: WebSocket; readonly frames: Uint8Array[] }> {
  const socket = new WebSocket(address.replace('http', 'ws'), { headers: { ...headers } });
  const frames: Uint8Array[] = [];
  socket.on('message', (data) => frames.push(new Uint8Array(data as Buffer)));
  return await new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ socket, frames }));
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

const AUTH = 2;
const BARRIER = 100;
const message = (...numbers: number[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const each of numbers) encoding.writeVarUint(encoder, each);
  });

/** One of each message. A kind of message that has none does not compile. */
const SENT: Readonly<Record<ClientMessage['type'], () => Uint8Array>> = {
  ask: () => askMessage(new Y.Doc()),
  update: () => {
    const doc = new Y.Doc();
    doc.getMap('meta').set('title', randomUUID());
    return updateMessage(Y.encodeStateAsUpdate(doc));
  },
  presence: () => presenceMessage(new Uint8Array([0])),
  'presence?': () => message(3),
  barrier: () => message(BARRIER, 2),
};

/** Sends a message in a document's room and says whether the room took it: the reply comes before that of a barrier. */
export async function sendMessage(
  url: string,
  type: ClientMessage['type'],
  { objects, headers }: { objects: Objects; headers: Asker['headers'] },
): Promise<Reply> {
  const knocked = await knock(`${url}/api/sync/${objects.documentId}`, headers);
  if (!('socket' in knocked)) return knocked;
  const { socket, frames } = knocked;
  // A room asks who may write what they have; until that is answered, barriers wait.
  socket.send(answerMessage(new Y.Doc(), Y.encodeStateVector(new Y.Doc())));
  socket.send(SENT[type]());
  socket.send(message(BARRIER, 1));
  const isReply = (frame: Uint8Array) => frame[0] === BARRIER && frame[1] === 1;
  while (!frames.some(isReply) && socket.readyState === socket.OPEN)
    await Promise.race([once(socket, 'message'), once(socket, 'close')]);
  const answered = frames.some(isReply);
  // The answer above is an update as well, so a room has refused one already from who may only read.
  const refusals = frames.filter(([first]) => first === AUTH).length;
  socket.terminate();
  const refused = !answered || refusals > 1;
  return { status: 101, code: refused ? 'refused' : null, body: '' };
}
