import { appRouter } from '../api/router.ts';
import type { Meta } from '../api/trpc.ts';
import { ROUTES } from '../http/routes.ts';
import type { Guard } from '../objects/reach.ts';
import type { ClientMessage } from '../sync/messages.ts';
import { MESSAGES } from '../sync/access.ts';
import { guard } from '../objects/reach.ts';

/** One thing that somebody can ask of the server. */
export interface Door {
  /** `runs.start`, `GET /files/…`, `message update`. */
  readonly name: string;
  readonly via: 'query' | 'mutation' | 'subscription' | 'http' | 'upgrade' | 'message';
  readonly guard: Guard;
}

/** What the router knows, not what somebody remembered to list. */
export const PROCEDURES: readonly Door[] = Object.entries(
  appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: 'query' | 'mutation' | 'subscription'; meta?: Meta } }
  >,
).map(([name, { _def }]) => {
  if (_def.meta === undefined) throw new Error(`${name} is not made with on(kind, action).`);
  return { name, via: _def.type, guard: _def.meta };
});

/** Addresses with a right of their own. */
export const ADDRESSES: readonly (Door & { readonly path: string })[] = Object.values(ROUTES).flatMap(
  ({ method, path, guard: of }) =>
    of === 'procedures' || of.kind === 'installation'
      ? []
      : [
          {
            name: `${method} ${path}`,
            via: method === 'UPGRADE' ? ('upgrade' as const) : ('http' as const),
            guard: of,
            path,
          },
        ],
);

export const SOCKET_MESSAGES: readonly (Door & { readonly type: ClientMessage['type'] })[] = (
  Object.keys(MESSAGES) as ClientMessage['type'][]
).map((type) => ({
  name: `message ${type}`,
  via: 'message',
  guard: guard('document', MESSAGES[type]),
  type,
}));
