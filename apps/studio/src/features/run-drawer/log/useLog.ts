import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../../api/client.ts';
import { useRuns } from '../../../runs/index.ts';
import { NO_LINES, withNewer, withOlder, type LogFilter, type LogLine, type LogLines } from './logLines.ts';

const PAGE = 100;
/** At most this often while a step writes without pause. */
const REST_MS = 700;
/** Typing a search asks once. */
const TYPING_MS = 250;

export interface Log extends LogLines {
  readonly state: 'loading' | 'ready' | { readonly error: unknown };
  readonly loadOlder: () => void;
  readonly retry: () => void;
}

/** Lines of a run that match, growing at its end while the run goes on and at its start when asked. */
export function useLog(runId: string, filter: LogFilter): Log {
  const { nodeId, level, q } = filter;
  const [log, setLog] = useState<LogLines>(NO_LINES);
  const [state, setState] = useState<Log['state']>('loading');
  const [round, setRound] = useState(0);
  const known = useRef(NO_LINES);
  const busy = useRef(false);

  const read = useCallback(
    async (before?: number): Promise<readonly LogLine[]> => {
      const answer = await api.runs.log.query({
        runId,
        limit: PAGE,
        ...(nodeId === null ? {} : { nodeId }),
        ...(level === null ? {} : { level }),
        ...(q === '' ? {} : { q }),
        ...(before === undefined ? {} : { before }),
      });
      return answer.items;
    },
    [runId, nodeId, level, q],
  );
  const learn = (next: LogLines) => {
    known.current = next;
    setLog(next);
  };

  useEffect(() => {
    let dropped = false;
    learn(NO_LINES);
    setState('loading');
    const timer = setTimeout(() => {
      read().then(
        (page) => {
          if (dropped) return;
          learn(withNewer(NO_LINES, [page], PAGE).log);
          setState('ready');
        },
        (error: unknown) => {
          if (!dropped) setState({ error });
        },
      );
    }, TYPING_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [read, round]);

  // Every event of the run may have been a line; asking is cheap, and pages that overlap add nothing.
  const seq = useRuns(({ run }) => (run?.runId === runId ? run.seq : 0));
  const ready = state === 'ready';
  useEffect(() => {
    if (!ready || seq === 0) return undefined;
    let dropped = false;
    const timer = setTimeout(() => {
      void (async () => {
        const pages = [await read()];
        let grown = withNewer(known.current, pages, PAGE);
        while (!dropped && grown.missing !== null) {
          pages.push(await read(grown.missing));
          grown = withNewer(known.current, pages, PAGE);
        }
        if (!dropped && grown.log !== known.current) learn(grown.log);
      })().catch(() => {
        // The next event asks again.
      });
    }, REST_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [read, ready, seq]);

  const loadOlder = useCallback(() => {
    const first = known.current.lines[0]?.seq;
    if (busy.current || known.current.complete || first === undefined) return;
    busy.current = true;
    const from = known.current;
    read(first)
      .then((page) => {
        // A new filter has begun anew meanwhile.
        if (known.current.lines[0]?.seq === from.lines[0]?.seq) learn(withOlder(known.current, page, PAGE));
      })
      .catch((error: unknown) => setState({ error }))
      .finally(() => (busy.current = false));
  }, [read]);

  return { ...log, state, loadOlder, retry: () => setRound((n) => n + 1) };
}
