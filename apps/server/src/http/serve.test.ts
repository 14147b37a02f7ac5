import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { ROUTES } from './routes.ts';
import { requireListed } from './serve.ts';

const open = () => {
  const app = Fastify({ exposeHeadRoutes: false });
  requireListed(app);
  return app;
};
const nothing = async () => ({});

it('a server with an address that nobody listed does not start', () => {
  expect(() => open().get('/files/everything', nothing)).toThrow('is not in http/routes.ts');
  expect(() => open().delete(ROUTES.alive.path, nothing)).toThrow('DELETE /healthz is not in http/routes.ts');
});

it('a guarded address without its own guard does not start either', () => {
  expect(() => open().get(ROUTES.download.path, nothing)).toThrow('register it with serve()');
  const config = { guard: ROUTES.upload.guard };
  expect(() => open().get(ROUTES.download.path, { config }, nothing)).toThrow('register it with serve()');
});

it('an open address is registered as it is', () => {
  expect(() => open().get(ROUTES.alive.path, nothing)).not.toThrow();
});
