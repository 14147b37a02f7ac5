import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { readPreview, useRuns, useStep } from '../../runs/index.ts';
import { lineProblems, type LineProblem } from './problems.ts';

const NONE: readonly LineProblem[] = [];
/** Rows that failed, looked at for their lines. */
const LOOKED_AT = 100;

/** What was wrong with the code when it last ran; nothing once the code has changed since. */
export function useLineProblems(nodeId: string): readonly LineProblem[] {
  const step = useStep(nodeId);
  const runId = useRuns(({ run }) => run?.runId ?? null);
  const errors = step?.outputs['errors'];
  const failed = useQuery({
    queryKey: ['failed-rows', errors?.hash ?? null],
    enabled: runId !== null && (errors?.rows ?? 0) > 0,
    staleTime: Infinity,
    queryFn: async () =>
      await readPreview({
        runId: runId!,
        nodeId,
        port: 'errors',
        hash: errors!.hash,
        options: { limit: LOOKED_AT },
      }),
  });
  const message = step?.error?.message ?? null;
  const stale = step?.stale ?? true;
  return useMemo(
    () => (stale ? NONE : lineProblems(message, (errors?.rows ?? 0) > 0 ? (failed.data ?? null) : null)),
    [stale, message, errors, failed.data],
  );
}
