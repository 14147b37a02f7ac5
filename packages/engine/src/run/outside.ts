import type { Plan } from '../compile/plan.ts';
import { outsideTools } from '../execute/outside.ts';
import type { ExecutorRegistry } from '../node/executor.ts';

/** Hash of what lies outside Weft for every step that reads it. Taken once, when a run is prepared. */
export async function outsideOf(plan: Plan, executors: ExecutorRegistry): Promise<Map<number, string>> {
  const tools = outsideTools();
  const hashes = new Map<number, string>();
  for (const [i, step] of plan.steps.entries()) {
    if (!step.outside) continue;
    const loader = executors[`${step.type}@${step.version}`];
    const outside = loader === undefined ? undefined : (await loader()).executor.outside;
    if (outside === undefined)
      throw new Error(`${step.type} says it reads from outside, but its executor does not say what`);
    hashes.set(i, await outside(step.params as never, tools));
  }
  return hashes;
}
