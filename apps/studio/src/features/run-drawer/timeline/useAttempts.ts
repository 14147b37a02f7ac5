import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { trpc } from '../../../api/client.ts';
import { isOver, type RunStatus } from '../../../runs/index.ts';
import { timelineOf, type AttemptRow, type Timeline } from './timelineModel.ts';

const LIVE_MS = 1500;
const TICK_MS = 500;

/** The timeline of a run, growing while it goes on. */
export function useAttempts(runId: string, status: RunStatus) {
  const live = !isOver(status);
  const query = useQuery(
    trpc.runs.attempts.queryOptions(
      { runId },
      { refetchInterval: live ? LIVE_MS : false, placeholderData: (before) => before },
    ),
  );
  const { refetch } = query;
  // The last attempts end with the run, after the last look at it.
  useEffect(() => void refetch(), [refetch, status]);
  const attempts: readonly AttemptRow[] | undefined = query.data?.items;
  const now = useNow(live);
  const timeline = useMemo(
    (): Timeline => timelineOf(attempts ?? [], live ? now : null),
    [attempts, live, now],
  );
  return { timeline, query };
}

function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
