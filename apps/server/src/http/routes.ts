import type { Action } from '../policy/actions.ts';

/** One address of the server: what it answers to and who may. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'UPGRADE';
  readonly path: string;
  /** `procedures`: each procedure behind it says so itself. */
  readonly access: 'anyone' | 'procedures' | Action;
  /** Which part of the address names the object that the right is about. */
  readonly object?: 'workspaceId' | 'documentId' | 'runId';
}

/**
 * Everything the server answers to. Routes are registered from here, a test compares this with what Fastify knows, and the
 * matrix of rights walks through it: an address that is forgotten here fails the build.
 */
export const ROUTES = {
  alive: { method: 'GET', path: '/healthz', access: 'anyone' },
  ready: { method: 'GET', path: '/readyz', access: 'anyone' },
  query: { method: 'GET', path: '/api/trpc/:path', access: 'procedures' },
  mutate: { method: 'POST', path: '/api/trpc/:path', access: 'procedures' },
  startOpenId: { method: 'GET', path: '/api/auth/start/:provider', access: 'anyone' },
  finishOpenId: { method: 'GET', path: '/api/auth/callback/:provider', access: 'anyone' },
  sync: { method: 'UPGRADE', path: '/api/sync/:documentId', access: 'document:read', object: 'documentId' },
  download: {
    method: 'GET',
    path: '/files/artifacts/:runId/:nodeId/:port',
    access: 'artifact:read',
    object: 'runId',
  },
  upload: {
    method: 'POST',
    path: '/files/uploads/:workspaceId',
    access: 'upload:create',
    object: 'workspaceId',
  },
  studio: { method: 'GET', path: '/*', access: 'anyone' },
} as const satisfies Readonly<Record<string, Route>>;
