import { guard, type Guard } from '../objects/reach.ts';
import { MESSAGES } from '../sync/access.ts';

/** One address of the server: what it answers to and who may. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'UPGRADE';
  readonly path: string;
  /** `procedures`: each procedure behind it has its own. */
  readonly guard: 'procedures' | Guard;
}

const open = guard('installation', 'installation:see');

/**
 * Everything the server answers to. A server that registers another address, or a guarded one without its guard, does not
 * start (`requireListed`), and the matrix of rights walks through this list.
 */
export const ROUTES = {
  alive: { method: 'GET', path: '/healthz', guard: open },
  ready: { method: 'GET', path: '/readyz', guard: open },
  query: { method: 'GET', path: '/api/trpc/:path', guard: 'procedures' },
  mutate: { method: 'POST', path: '/api/trpc/:path', guard: 'procedures' },
  startOpenId: { method: 'GET', path: '/api/auth/start/:provider', guard: open },
  finishOpenId: { method: 'GET', path: '/api/auth/callback/:provider', guard: open },
  sync: { method: 'UPGRADE', path: '/api/sync/:documentId', guard: guard('document', MESSAGES.ask) },
  download: {
    method: 'GET',
    path: '/files/artifacts/:runId/:nodeId/:port',
    guard: guard('output', 'artifact:read'),
  },
  upload: {
    method: 'POST',
    path: '/files/uploads/:workspaceId',
    guard: guard('workspace', 'upload:create'),
  },
  studio: { method: 'GET', path: '/*', guard: open },
} as const satisfies Readonly<Record<string, Route>>;
