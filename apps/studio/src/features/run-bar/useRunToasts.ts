import { useEffect, useRef } from 'react';
import { useLive } from '../../document/index.ts';
import { formatDuration } from '../../i18n/format.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import { isOver, openDrawer, titleOf, useRun } from '../../runs/index.ts';
import { toast } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** Tells the end of runs that were started here, once each. Other people's runs are seen, not announced. */
export function useRunToasts(started: ReadonlySet<string>): void {
  const t = useMessages(messages);
  const language = useLanguage();
  const { store } = useLive();
  const run = useRun();
  const told = useRef(new Set<string>());
  useEffect(() => {
    if (run === null || !started.has(run.runId)) return;
    if (!isOver(run.status)) return void told.current.delete(run.runId);
    if (run.status === 'cancelled' || told.current.has(run.runId)) return;
    told.current.add(run.runId);
    const { number } = run;
    if (run.status === 'succeeded') {
      const ms = Date.parse(run.finishedAt ?? run.createdAt) - Date.parse(run.createdAt);
      toast(t('finished', { number, duration: formatDuration(Math.max(0, ms)) }), { tone: 'success' });
      return;
    }
    const failed = [...run.steps.values()].filter(({ status }) => status === 'failed');
    const first = failed[0];
    const step =
      first === undefined
        ? ''
        : titleOf(first.nodeId, { node: store.node(first.nodeId) ?? undefined, type: first.type, language });
    toast(t('failed', { number, count: failed.length, step }), {
      tone: 'danger',
      action: { label: t('show'), onSelect: () => openDrawer('problems') },
    });
  }, [run, started, store, t, language]);
}
