import { useEffect, useMemo, type ReactNode } from 'react';
import { RunsContext, useRuns } from './context.ts';
import { followRun } from './followRun.ts';
import { isOver } from '@weft/engine/observe';
import { serverSource, type RunSource } from './source.ts';
import { createRunsStore, type RunsStore } from './store.ts';
import { useAwake } from './useAwake.ts';
import { useForecasting } from './useForecasting.ts';
import { usePinnedRun } from './usePinnedRun.ts';
import { watchDocument } from './watchDocument.ts';

/**
 * Knows the runs of a document: the one in the address (`?run=`), else the latest, as it happens. Must stand inside
 * `<DocumentProvider>`.
 */
export function RunsProvider({
  documentId,
  workspaceId,
  source = serverSource,
  children,
}: {
  readonly documentId: string;
  readonly workspaceId: string;
  readonly source?: RunSource;
  readonly children: ReactNode;
}) {
  const store = useMemo(() => createRunsStore({ documentId, workspaceId }), [documentId, workspaceId]);
  const awake = useAwake();
  useEffect(() => (awake ? watchDocument(source, store) : undefined), [source, store, awake]);
  return (
    <RunsContext value={store}>
      {awake && <Following source={source} store={store} />}
      <Forecasting source={source} store={store} />
      {children}
    </RunsContext>
  );
}

function Following({ source, store }: { source: RunSource; store: RunsStore }) {
  const { pinned } = usePinnedRun();
  const latest = useRuns((state) => state.latest?.runId ?? null);
  const shown = pinned ?? latest;
  useEffect(() => {
    // Left when another one is shown, not when the tab dozes off: what was seen stays.
    if (shown === null) return store.leave();
    const following = followRun(source, store, shown);
    // A run that was over and is not any more has been retried.
    const revive = store.subscribe(({ latest: item }, before) => {
      if (item !== before.latest && item?.runId === shown && !isOver(item.status)) following.again();
    });
    return () => {
      revive();
      following.stop();
    };
  }, [source, store, shown]);
  return null;
}

function Forecasting({ source, store }: { source: RunSource; store: RunsStore }) {
  useForecasting(source, store);
  return null;
}
