import { inTransaction } from '@weft/db';
import type { AnswerOptions, ControlOptions, Engine } from '@weft/engine';
import type { RunStatus } from '@weft/engine/observe';
import { WeftError } from '../../errors.ts';

/** @throws WeftError run_over when the run is in a state in which the verb means nothing */
export async function controlRun(engine: Engine, asked: ControlOptions): Promise<{ status: RunStatus }> {
  const controlled = await inTransaction(engine.pool, async (tx) => await engine.control(tx, asked));
  if (controlled === null) throw new WeftError('not_found');
  if (!controlled.done) throw new WeftError('run_over', { status: controlled.status });
  return { status: controlled.status };
}

/** @throws WeftError not_asking when the step waits for no answer, or somebody was faster */
export async function answerGate(engine: Engine, given: AnswerOptions): Promise<{ answered: true }> {
  if (!(await inTransaction(engine.pool, async (tx) => await engine.answer(tx, given))))
    throw new WeftError('not_asking');
  return { answered: true };
}
