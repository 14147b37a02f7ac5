import { inTransaction } from '@weft/db';
import { RunIdTaken, versionHash } from '@weft/engine';
import type { Diagnostic } from '@weft/engine/graph';
import type { Actor } from '@weft/engine/observe';
import { firstOf, WeftError } from '../../errors.ts';
import { keepState } from '../../sync/history.ts';
import { hidePlaces } from './hidePlaces.ts';
import { prepareRun, readingFiles, type PrepareDeps, type RunRequest } from './prepare.ts';

export interface StartRequest extends RunRequest {
  /** Made by the client: asking again with the same one starts nothing twice. */
  readonly runId: string;
  readonly ref: string;
  readonly actor: Actor;
}

/**
 * Starts a run of the document as it stands on the server.
 *
 * @throws WeftError invalid_document with the diagnostics in its details; run_id_taken
 */
export async function startRun(
  deps: PrepareDeps,
  request: StartRequest,
): Promise<{ runId: string; number: number }> {
  const { engine } = deps;
  const { runId, documentId, ref, actor } = request;
  const before = await startedBefore(deps, request);
  if (before !== null) return { runId, number: before };
  const ready = await prepareRun(deps, request);
  if (ready.prepared === null) throw cannotRun(deps, ready.diagnostics);
  const { prepared, authored: document, stateVector, state } = ready;
  const forecast = await readingFiles(engine, ready, async () => await engine.forecast(prepared));
  if ('diagnostics' in forecast) throw cannotRun(deps, forecast.diagnostics);
  return await inTransaction(engine.pool, async (tx) => {
    // With the version of the same hash, so that a version never names a state that is not there.
    await keepState(tx, { workspaceId: deps.workspaceId, documentId, hash: versionHash(document), state });
    return await engine.start(tx, forecast.value, { document, runId, ref, actor, stateVector });
  }).catch((error: unknown) => {
    throw error instanceof RunIdTaken ? new WeftError('run_id_taken', {}, { cause: error }) : error;
  });
}

/** The same request once more, perhaps after an answer that got lost. The document may have changed since; the run has not. */
async function startedBefore(
  { tenant, workspaceId }: PrepareDeps,
  { runId, documentId }: StartRequest,
): Promise<number | null> {
  const { rows } = await tenant(
    async (tx) =>
      await tx.query<{ number: number; document_id: string }>(
        'select number, document_id from runs where id = $1 and workspace_id = $2',
        [runId, workspaceId],
      ),
  );
  const run = rows[0];
  if (run === undefined) return null;
  if (run.document_id !== documentId) throw new WeftError('run_id_taken');
  return run.number;
}

function cannotRun(deps: PrepareDeps, diagnostics: readonly Diagnostic[]): WeftError {
  const told = hidePlaces(deps)(diagnostics);
  return new WeftError('invalid_document', { detail: firstOf(told) }, { details: { diagnostics: told } });
}
