import { useQuery } from '@tanstack/react-query';
import type { PreviewOptions, ViewProps, ViewStep } from '@weft/nodes/view-types';
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import { trpc } from '../../api/client.ts';
import { useLive } from '../../document/index.ts';
import { readPreview, useRuns, useStep } from '../../runs/index.ts';
import { pinOf, pins, type Pin } from './pins.ts';
import { stepOfRun } from './stepOfRun.ts';

/** The output a cell shows: of the run being shown, or of the one it was kept from. */
export interface ShownOutput {
  readonly step: ViewStep | null;
  readonly runId: string | null;
  readonly read: ViewProps['read'];
  readonly pin: Pin | null;
}

export function useShownOutput(nodeId: string): ShownOutput {
  const { documentId } = useLive();
  const pin = useStore(pins, (all) => pinOf(all, documentId, nodeId));
  const shown = useStep(nodeId);
  const shownRun = useRuns(({ run }) => run?.runId ?? null);
  const kept = useStepOf(pin?.runId ?? null, nodeId);
  const step = pin === null ? shown : (kept.step ?? null);
  const runId = pin === null ? shownRun : pin.runId;
  return { step, runId, pin, read: useReadOf(runId, step) };
}

/** A step of a run that is not necessarily the one being shown. */
export function useStepOf(
  runId: string | null,
  nodeId: string,
): { step: ViewStep | null; error: unknown; loading: boolean } {
  const run = useQuery(
    trpc.runs.get.queryOptions({ runId: runId ?? '' }, { enabled: runId !== null, staleTime: 60_000 }),
  );
  const step = useMemo(
    () => (run.data === undefined ? null : stepOfRun(run.data, nodeId)),
    [run.data, nodeId],
  );
  return { step, error: run.error, loading: runId !== null && run.isPending };
}

/** The same function until the outputs themselves change, so that a view reads again only then. */
export function useReadOf(runId: string | null, step: ViewStep | null): ViewProps['read'] {
  const nodeId = step?.nodeId;
  const hashes = JSON.stringify(
    Object.fromEntries(Object.entries(step?.outputs ?? {}).map(([port, { hash }]) => [port, hash])),
  );
  return useCallback(
    async (port: string, options?: PreviewOptions) => {
      const hash = (JSON.parse(hashes) as Record<string, string>)[port];
      if (runId === null || nodeId === undefined || hash === undefined)
        throw new Error(`there is no output "${port}"`);
      return await readPreview({ runId, nodeId, port, hash, options });
    },
    [runId, nodeId, hashes],
  );
}
