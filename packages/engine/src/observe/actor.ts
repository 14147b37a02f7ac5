import { z } from 'zod';

/**
 * Who acts. Everything that starts, moves or ends a run says so; the run, its events and the workspace's log keep it.
 *
 *   person       id of a user
 *   key          id of an API key
 *   schedule     id of a schedule
 *   commandLine  name of the operating system's user
 *   worker       id of a worker: what a run does by itself, and what its sweep takes back
 */
export const ACTOR_KINDS = ['person', 'key', 'schedule', 'commandLine', 'worker'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export const actorSchema = z.strictObject({
  kind: z.enum(ACTOR_KINDS),
  id: z.string().min(1).max(200),
  /** The request that asked for it, as in the server's log; null where there is none. */
  requestId: z.string().min(1).max(64).nullable(),
});
export type Actor = Readonly<z.infer<typeof actorSchema>>;

export const workerActor = (id: string): Actor => ({ kind: 'worker', id, requestId: null });
