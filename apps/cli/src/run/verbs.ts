import type { Controlled, ControlVerb, Engine } from '@weft/engine';
import type { Json } from '@weft/engine/graph';
import { commandLineActor } from '../actor.ts';

/** The engine's verbs, as the command line calls them: each in a transaction of its own, by who types. */
export async function controlRun(engine: Engine, verb: ControlVerb, runId: string): Promise<Controlled> {
  const { inTransaction } = await import('@weft/db');
  const actor = commandLineActor();
  return await inTransaction(engine.pool, async (tx) => await engine.control(tx, { verb, runId, actor }));
}

export async function answerGate(
  engine: Engine,
  given: { runId: string; nodeId: string; answer: Json },
): Promise<boolean> {
  const { inTransaction } = await import('@weft/db');
  const actor = commandLineActor();
  return await inTransaction(engine.pool, async (tx) => await engine.answer(tx, { ...given, actor }));
}
