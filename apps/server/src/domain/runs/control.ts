import type { ControlVerb, Engine } from '@weft/engine';
import type { RunStatus } from '@weft/engine/observe';
import type { Json } from '@weft/engine/graph';
import { WeftError } from '../../errors.ts';

/** @throws WeftError run_over when the run is in a state in which the verb means nothing */
export async function controlRun(
  engine: Engine,
  { runId, verb }: { runId: string; verb: ControlVerb },
): Promise<{ status: RunStatus }> {
  const controlled = await engine.control(verb, runId);
  if (controlled === null) throw new WeftError('not_found');
  if (!controlled.done) throw new WeftError('run_over', { status: controlled.status });
  return { status: controlled.status };
}

/** @throws WeftError not_asking when the step waits for no answer, or somebody was faster */
export async function answerGate(
  engine: Engine,
  { runId, nodeId, answer }: { runId: string; nodeId: string; answer: Json },
): Promise<{ answered: true }> {
  if (!(await engine.answer(runId, nodeId, answer))) throw new WeftError('not_asking');
  return { answered: true };
}
