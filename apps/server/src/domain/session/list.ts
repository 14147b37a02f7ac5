import type pg from 'pg';

export interface SessionItem {
  readonly sessionId: string;
  readonly current: boolean;
  readonly createdAt: string;
  /** To five minutes. */
  readonly lastSeenAt: string;
  readonly address: string | null;
  /** The browser's `user-agent`. */
  readonly agent: string | null;
}

const MOST = 100;

/** A person's sessions, last seen first. */
export async function listSessions(
  pool: Pick<pg.Pool, 'query'>,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<SessionItem[]> {
  const { rows } = await pool.query<{
    id: string;
    created_at: Date;
    updated_at: Date;
    ip_address: string | null;
    user_agent: string | null;
  }>(
    `select id, created_at, updated_at, ip_address, user_agent from sessions
     where user_id = $1 and expires_at > now() order by updated_at desc, id limit ${MOST}`,
    [userId],
  );
  return rows.map((row) => ({
    sessionId: row.id,
    current: row.id === sessionId,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.updated_at.toISOString(),
    address: row.ip_address === '' ? null : row.ip_address,
    agent: row.user_agent === '' ? null : row.user_agent,
  }));
}
