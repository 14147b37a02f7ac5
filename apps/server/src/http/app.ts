import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { mountAuth } from '../identity/routes.ts';
import { CLOSE } from '@weft/engine/live';
import { handleUpgrade } from '../sync/index.ts';
import { admit } from './admit.ts';
import { downloads } from './downloads.ts';
import { isOurs, requireOurOrigin } from './origins.ts';
import { probes } from './probes.ts';
import { procedures } from './procedures.ts';
import { handleErrors } from './refusals.ts';
import { requestIdOf } from './requestId.ts';
import { logRequests } from './requestLog.ts';
import { requirePlainAddress } from './plainAddress.ts';
import { ROUTES } from './routes.ts';
import { securityHeaders } from './securityHeaders.ts';
import { requireListed } from './serve.ts';
import { studio } from './studio.ts';
import { DEFAULT_UPLOAD_BYTES, uploads } from './uploads.ts';

export interface AppOptions {
  readonly deps: Deps;
  /** The built studio; null serves the API alone. */
  readonly studioDir: string | null;
  readonly log: {
    readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
    readonly stream?: NodeJS.WritableStream;
  };
  /** Origins besides the request's own host whose pages may change things. Read each time: it may grow. */
  readonly origins: ReadonlySet<string>;
  /** Largest file that is taken. Default 1 GiB. */
  readonly uploadBytes?: number;
}

const BODY_BYTES = 1 << 20;
/** A connection on which nothing moves. Subscriptions send a sign of life more often. */
const SILENT_MS = 120_000;
/** What requests in progress get when the server closes. */
const CLOSE_MS = 10_000;

/** Everything the server answers to, put together from its parts; see `routes.ts` for the list. Listens to nothing yet. */
export function createApp({ deps, studioDir, log, origins, uploadBytes }: AppOptions): FastifyInstance {
  const app = Fastify({
    logger: { level: log.level, stream: log.stream ?? process.stderr },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    bodyLimit: BODY_BYTES,
    connectionTimeout: SILENT_MS,
    exposeHeadRoutes: false,
    // A batch of procedures is named in one part of its address.
    routerOptions: { maxParamLength: 5000 },
  });
  handleErrors(app);
  logRequests(app);
  securityHeaders(app, { secure: deps.accounts.baseUrl.startsWith('https:') });
  // In a part of its own, so that what is refused here has the headers of above.
  void app.register(async (inside) => {
    requireListed(inside);
    inside.addHook('onRequest', async (request) => {
      requirePlainAddress(request);
      requireOurOrigin(request, origins);
    });
    mountAuth(inside, deps.accounts);
    await inside.register(probes, { deps });
    await inside.register(procedures, { deps });
    await inside.register(downloads, { deps });
    await inside.register(uploads, { deps, limit: uploadBytes ?? DEFAULT_UPLOAD_BYTES });
    await studio(inside, { folder: studioDir });
  });
  handleUpgrade({
    server: app.server,
    rooms: deps.rooms,
    path: ROUTES.sync.path.replace(/:\w+$/, ''),
    origins: (origin, host) => isOurs(origin, host, origins),
    admit: async (request, documentId) => await admit(deps, request, documentId),
    onProblem: (doing, err) => app.log.error({ err }, doing),
  });
  app.addHook('preClose', async () => {
    // A server closes when its last socket has. What clients still hold, they send again where they reconnect.
    deps.rooms.disconnect({}, CLOSE.goingAway, 'Weft is restarting');
    setTimeout(() => app.server.closeAllConnections(), CLOSE_MS).unref();
  });
  return app;
}
