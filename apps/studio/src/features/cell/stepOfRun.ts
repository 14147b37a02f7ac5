import type { ViewStep } from '@weft/nodes/view-types';
import type { RunDetail } from '../../runs/index.ts';

/** A step of any run as a view wants it. Curves are told while a run is watched; reports hold those of finished ones. */
export function stepOfRun(run: Pick<RunDetail, 'steps' | 'params'>, nodeId: string): ViewStep | null {
  const step = run.steps.find((each) => each.nodeId === nodeId);
  if (step === undefined || Object.keys(step.outputs).length === 0) return null;
  const { type, status, outputs, metrics } = step;
  return { nodeId, type, status, outputs, metrics, params: run.params[nodeId]?.params ?? {}, curves: {} };
}
