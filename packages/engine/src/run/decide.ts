import { closure } from '../graph/index.ts';
import type { Plan } from '../compile/plan.ts';
import { hasOutputs, isFinal, type RunStatus, type StepStatus } from '../observe/statuses.ts';

/**
 * THE scheduler. From the plan and the states of steps it says what to do next; it knows no database, queue or clock.
 * It looks only at the candidates it is given (the pending steps below whatever just changed), so one decision costs
 * as much as the neighbourhood of the change, not as the whole graph.
 *
 * - `resolve` every input is there: look the key up, then take the result or make the step ready
 * - `skip`    an input will never come, because an upstream step failed, was skipped or was cancelled
 */
export type Command =
  | { readonly do: 'resolve'; readonly step: number }
  | { readonly do: 'skip'; readonly step: number; readonly because: number };

export interface Decision {
  readonly plan: Plan;
  readonly children: readonly (readonly number[])[];
  readonly statusOf: (step: number) => StepStatus;
  readonly candidates: Iterable<number>;
}

export function decide({ plan, children, statusOf, candidates }: Decision): Command[] {
  const commands: Command[] = [];
  const skipped = new Map<number, number>();
  const pending = [...new Set(candidates)].filter((i) => statusOf(i) === 'pending').sort((a, b) => a - b);
  for (const i of pending) {
    if (skipped.has(i)) continue;
    const parents = plan.steps[i]!.parents;
    const dead = parents.find((parent) => isFinal(statusOf(parent)) && !hasOutputs(statusOf(parent)));
    if (dead !== undefined) {
      // Everything below cannot have started, since it waits for this step.
      for (const below of closure([i], (at) => children[at]!))
        if (!skipped.has(below) && statusOf(below) === 'pending') skipped.set(below, dead);
    } else if (parents.every((parent) => hasOutputs(statusOf(parent)))) {
      commands.push({ do: 'resolve', step: i });
    }
  }
  for (const [step, because] of skipped) commands.push({ do: 'skip', step, because });
  return commands;
}

/** How a run ends once every step is final. */
export function verdict(finals: { readonly failed: boolean; readonly cancelled: boolean }): RunStatus {
  if (finals.cancelled) return 'cancelled';
  return finals.failed ? 'failed' : 'succeeded';
}
