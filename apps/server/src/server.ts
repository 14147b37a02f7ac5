import type { Engine } from '@weft/engine';
import Fastify, { LogController } from 'fastify';
import type pg from 'pg';
import type { AddressInfo } from 'node:net';
import { readiness } from './readiness.ts';

export interface ServerOptions {
  readonly engine: Engine;
  readonly pool: pg.Pool;
  /** 0 takes any free one. */
  readonly port: number;
  /** Default 127.0.0.1: nobody outside the machine, since there is no login yet. */
  readonly host?: string;
  /** JSON lines on stderr, so that stdout stays for people. Default level `info`. */
  readonly log?: {
    readonly level: 'debug' | 'info' | 'warn' | 'error';
    readonly stream?: NodeJS.WritableStream;
  };
}

export interface Server {
  readonly url: string;
  /** Lets requests in progress end, then closes. */
  close(): Promise<void>;
}

/**
 * The HTTP face of an installation. `/healthz`: the process lives (restart it when this fails). `/readyz`: it can do
 * its work now (send no requests while this is 503).
 *
 * @throws the system's error when the port cannot be had
 */
export async function startServer({
  engine,
  pool,
  port,
  host = '127.0.0.1',
  log = { level: 'info' },
}: ServerOptions): Promise<Server> {
  const app = Fastify({
    logger: { level: log.level, stream: log.stream ?? process.stderr },
    // Probes come every few seconds for ever; lines about them would hide everything else.
    logController: new LogController({ disableRequestLogging: true }),
  });
  let stopping = false;

  app.get('/healthz', () => ({ status: 'ok', workspace: engine.workspaceId }));
  app.get('/readyz', async (_request, reply) => {
    const state = stopping ? { ready: false, reason: 'Weft is stopping' } : await readiness(pool);
    return await reply.code(state.ready ? 200 : 503).send(state);
  });

  await app.listen({ port, host });
  const { port: bound } = app.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async close() {
      stopping = true;
      await app.close();
    },
  };
}
