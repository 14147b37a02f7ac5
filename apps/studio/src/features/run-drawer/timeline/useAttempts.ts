import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { trpc } from '../../../api/client.ts';
import { isOver, useRuns, type RunMove, type RunStatus } from '../../../runs/index.ts';
import { timelineOf, type AttemptRow, type Timeline } from './timelineModel.ts';

/** At most this often while much happens. */
const REST_MS = 1000;
const TICK_MS = 500;
const NO_MOVES: readonly RunMove[] = [];

/** The timeline of a run and what people did to it, growing while it goes on. */
export function useAttempts(runId: string, status: RunStatus) {
  const live = !isOver(status);
  const query = useQuery(trpc.runs.attempts.queryOptions({ runId }, { placeholderData: (before) => before }));
  const { refetch } = query;
  // Attempts begin, are saved and end with events; a run that stands still asks for nothing.
  const seq = useRuns(({ run }) => (run?.runId === runId ? run.seq : 0));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void refetch();
    }, REST_MS);
  }, [refetch, seq, status]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  const attempts: readonly AttemptRow[] | undefined = query.data?.items;
  const now = useNow(live);
  const timeline = useMemo(
    (): Timeline => timelineOf(attempts ?? [], live ? now : null),
    [attempts, live, now],
  );
  return { timeline, moves: query.data?.moves ?? NO_MOVES, query };
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
