import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { useLive } from '../../document/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { titleOf, useRunsStore } from '../../runs/index.ts';
import { announcement } from './announcement.ts';
import { messages } from './messages.ts';

/** Changes that come within this time are told together. */
const GATHER_MS = 1000;

/** Tells screen readers what happens to the run, politely. Shows nothing. */
export function RunAnnouncer() {
  const t = useMessages(messages);
  const language = useLanguage();
  const store = useRunsStore();
  const { store: live } = useLive();
  const [said, say] = useState('');
  const told = useRef({ runId: '', steps: store.getState().steps });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    function tell() {
      timer = null;
      const { run, steps } = store.getState();
      const before = told.current;
      told.current = { runId: run?.runId ?? '', steps };
      // Opening another run is no news.
      if (before.runId !== told.current.runId) return;
      const words = announcement(before.steps, steps, {
        t,
        titleOf: ({ nodeId, type }) =>
          titleOf(nodeId, { node: live.node(nodeId) ?? undefined, type, language }),
      });
      if (words !== '') say(words);
    }
    const stop = store.subscribe(({ steps }) => {
      if (steps !== told.current.steps) timer ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [store, live, t, language]);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}
