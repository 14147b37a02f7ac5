import type { Json } from '@weft/engine/graph';
import { api, refusalOf } from '../api/client.ts';
import { mutable } from './source.ts';
import type { RunsStore } from './store.ts';
import type { ControlVerb, RunSelection } from './wire.ts';

/**
 * Starts a run of what the server's document says, once everything this page has written is in it (`covers`). The id is
 * made here: when the answer is lost on the way, asking again starts nothing twice.
 */
export async function startRun(
  store: RunsStore,
  { selection = {}, covers }: { selection?: RunSelection; covers?: string },
): Promise<{ runId: string; number: number }> {
  const runId = crypto.randomUUID();
  store.starting({ runId, selection });
  try {
    return await onceMore(
      async () =>
        await api.runs.start.mutate({
          documentId: store.documentId,
          runId,
          ...(Object.keys(selection).length === 0 ? {} : { selection: mutable(selection) }),
          ...(covers === undefined ? {} : { covers }),
        }),
    );
  } finally {
    if (store.getState().starting?.runId === runId) store.starting(null);
  }
}

/** @throws a refusal `run_over` when the run has moved on meanwhile; the store hears the truth by itself */
export const controlRun = async (runId: string, verb: ControlVerb) =>
  await api.runs.control.mutate({ runId, verb });

export const answerGate = async (runId: string, nodeId: string, answer: Json) =>
  await api.runs.answer.mutate({ runId, nodeId, answer });

export const explainStep = async (runId: string, nodeId: string) =>
  await api.runs.explainStep.query({ runId, nodeId });

/** A lost answer is no refusal: the same request again, with the same id, is the same request. */
async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (refusalOf(error) !== null) throw error;
    return await work();
  }
}
