import { useCallback, useMemo } from 'react';
import type { Json } from '@weft/engine/graph';
import type { Preview as ArtifactPreview } from '@weft/nodes/preview';
import type { PreviewOptions } from '@weft/nodes/view-types';
import { useLive } from '../document/index.ts';
import { answerGate, controlRun, startRun } from './actions.ts';
import { useRuns, useRunsStore } from './context.ts';
import { willOf, type Preview } from './forecast.ts';
import { readPreview } from './previews.ts';
import { summarise, type RunProgress, type RunState } from '@weft/engine/observe';
import type { StepState } from './stepStates.ts';
import { stateVector } from './useForecasting.ts';
import { usePinnedRun } from './usePinnedRun.ts';
import type { ControlVerb, PreviewStep, RunSelection } from './wire.ts';

/** The run being shown: the one in the address, else the latest; null when there is none. Changes with every event. */
export const useRun = (): RunState | null => useRuns((state) => state.run);

/** Figures of the run being shown. */
export function useRunSummary(): RunProgress | null {
  const run = useRun();
  return useMemo(() => (run === null ? null : summarise(run)), [run]);
}

/** What the run being shown knows of a node; null when it is not part of it. Changes only when that step does. */
export const useStep = (nodeId: string): StepState | null =>
  useRuns((state) => state.steps.get(nodeId) ?? null);

/** All steps of the run being shown, in the plan's order. */
export const useSteps = (): ReadonlyMap<string, StepState> => useRuns((state) => state.steps);

/** What a run would do now. */
export const usePreview = (): Preview => useRuns((state) => state.preview);

/** What would happen to a node, while somebody looks at the Run button; else null. */
export function useForecast(nodeId: string): PreviewStep['will'] | null {
  return useRuns(({ marking, preview }) => (marking ? willOf(preview, nodeId) : null));
}

/** True when the run being shown was chosen by the address and is not the latest. */
export function useIsHistory(): boolean {
  const { pinned } = usePinnedRun();
  const latest = useRuns((state) => state.latest?.runId ?? null);
  return pinned !== null && pinned !== latest;
}

export interface RunActions {
  /** @throws a refusal of the server */
  readonly startRun: (selection?: RunSelection) => Promise<{ runId: string; number: number }>;
  /** On the run being shown. @throws a refusal, `run_over` when it has moved on meanwhile */
  readonly controlRun: (verb: ControlVerb) => Promise<void>;
  readonly answerGate: (nodeId: string, answer: Json) => Promise<void>;
  /** Null: back to the latest. */
  readonly showRun: (runId: string | null) => void;
  /** Marks on the nodes what a run would do. */
  readonly markForecast: (marking: boolean) => void;
}

export function useRunActions(): RunActions {
  const store = useRunsStore();
  const { doc } = useLive();
  const { showRun } = usePinnedRun();
  return useMemo(
    () => ({
      async startRun(selection) {
        const started = await startRun(store, { selection, covers: stateVector(doc) });
        // Whoever starts a run wants to see it, not the one of yesterday.
        showRun(null);
        return started;
      },
      async controlRun(verb) {
        const { run } = store.getState();
        if (run !== null) await controlRun(run.runId, verb);
      },
      async answerGate(nodeId, answer) {
        const { run } = store.getState();
        if (run !== null) await answerGate(run.runId, nodeId, answer);
      },
      showRun,
      markForecast: (marking) => store.marking(marking),
    }),
    [store, doc, showRun],
  );
}

/** The `read` of a node's view: pages of the outputs that the run being shown has of it. */
export function useReadPreview(
  nodeId: string,
): (port: string, options?: PreviewOptions) => Promise<ArtifactPreview> {
  const store = useRunsStore();
  return useCallback(
    async (port, options) => {
      const { run } = store.getState();
      const output = run?.steps.get(nodeId)?.outputs[port];
      if (run === null || output === undefined) throw new Error(`there is no output "${port}" yet`);
      return await readPreview({ runId: run.runId, nodeId, port, hash: output.hash, options });
    },
    [store, nodeId],
  );
}
