/**
 * Ports for embedded servers: 20000 to 29999, below the range from which systems take ports for outgoing
 * connections (Linux from 32768, others from 49152), so that a restart finds its old port free.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

const FIRST = 20_000;
const COUNT = 10_000;

/** The first free port from a wished one on; a path wishes for the same port every time. */
export async function freePort(wish: number | string): Promise<number> {
  let port = typeof wish === 'number' ? wish : portOf(wish);
  for (let tried = 0; tried < COUNT; tried++) {
    if (await isFree(port)) return port;
    port = nextPort(port);
  }
  throw new Error(`No port between ${FIRST} and ${FIRST + COUNT - 1} is free on 127.0.0.1.`);
}

export const nextPort = (port: number) => FIRST + ((port + 1 - FIRST) % COUNT);

const portOf = (path: string) => FIRST + (createHash('sha256').update(path).digest().readUInt32BE() % COUNT);

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
