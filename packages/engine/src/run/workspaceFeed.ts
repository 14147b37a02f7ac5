import type { Actor } from '../observe/actor.ts';
import type { Tx } from '../store/tx.ts';
import { listen } from '../store/listen.ts';
import type { NewWorkspaceEvent } from './outbox.ts';
import { Bell, follow } from './watch.ts';

/** The trigger that numbers events notifies here as they commit; the payload is the workspace's id. */
export const WORKSPACE_CHANNEL = 'weft_workspace_events';

/** As read back. `seq` is gap-free per workspace and in commit order. */
export type WorkspaceEvent = NewWorkspaceEvent & {
  readonly seq: bigint;
  readonly at: Date;
  readonly actor: Actor;
};

const PAGE = 1000;

/** Events of the workspace after `after`, in order, a page at most. */
export async function readWorkspaceEvents(
  db: Pick<Tx, 'query'>,
  { workspaceId, after }: { workspaceId: string; after: bigint },
): Promise<{ readonly events: readonly WorkspaceEvent[]; readonly more: boolean }> {
  const { rows } = await db.query<{
    seq: string;
    at: Date;
    actor: Actor;
    type: string;
    subject_kind: string;
    subject_id: string;
    data: unknown;
  }>({
    name: 'workspace-events-read',
    text: `select seq::text, at, actor, type, subject_kind, subject_id, data from workspace_events
           where workspace_id = $1 and seq > $2::bigint order by workspace_events.seq limit ${PAGE}`,
    values: [workspaceId, after.toString()],
  });
  const events = rows.map(
    ({ seq, subject_kind, subject_id, ...row }) =>
      ({ ...row, seq: BigInt(seq), subject: { kind: subject_kind, id: subject_id } }) as WorkspaceEvent,
  );
  return { events, more: events.length === PAGE };
}

export interface WorkspaceFeed {
  /**
   * Pages of the workspace's events after `after`: first what is stored, then whatever comes, until `signal` aborts. A
   * follower that was cut off asks again from the last number it saw and misses nothing. Ends when the feed closes.
   */
  follow(of: {
    workspaceId: string;
    after?: bigint;
    signal?: AbortSignal;
  }): AsyncGenerator<readonly WorkspaceEvent[]>;
  close(): Promise<void>;
}

/** Follows the logs of workspaces, with one connection that listens for everybody who follows through it. */
export async function openWorkspaceFeed({
  pool,
  url,
}: {
  pool: Pick<Tx, 'query'>;
  url: string;
}): Promise<WorkspaceFeed> {
  const bells = new Map<string, { readonly bell: Bell; followers: number }>();
  const closing = new AbortController();
  const listener = await listen(url, {
    channels: [WORKSPACE_CHANNEL],
    onNotify: (_, workspaceId) => bells.get(workspaceId)?.bell.ring(),
    onConnect: () => {
      for (const { bell } of bells.values()) bell.ring();
    },
  });
  return {
    async *follow({ workspaceId, after, signal }) {
      const held = bells.get(workspaceId) ?? { bell: new Bell(), followers: 0 };
      bells.set(workspaceId, held);
      held.followers += 1;
      try {
        yield* follow(
          {
            read: async (seen) => ({
              ...(await readWorkspaceEvents(pool, { workspaceId, after: seen })),
              over: false,
            }),
            nextWake: () => held.bell.next,
          },
          { after, signal: AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]) },
        );
      } finally {
        held.followers -= 1;
        if (held.followers === 0) bells.delete(workspaceId);
      }
    },
    async close() {
      closing.abort();
      await listener.close();
    },
  };
}
