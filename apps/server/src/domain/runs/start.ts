import { RunIdTaken } from '@weft/engine';
import type { Diagnostic } from '@weft/engine/graph';
import { firstOf, WeftError } from '../../errors.ts';
import { hidePlaces } from './hidePlaces.ts';
import { prepareRun, readingFiles, type PrepareDeps, type RunRequest } from './prepare.ts';

export interface StartRequest extends RunRequest {
  /** Made by the client: asking again with the same one starts nothing twice. */
  readonly runId: string;
  readonly ref: string;
  /** Null when Weft itself starts it. */
  readonly userId: string | null;
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
  const { runId, ref, userId } = request;
  const before = await startedBefore(deps, request);
  if (before !== null) return { runId, number: before };
  const ready = await prepareRun(deps, request);
  if (ready.prepared === null) throw cannotRun(deps, ready.diagnostics);
  const { prepared, authored, stateVector } = ready;
  const started = await readingFiles(
    deps.engine,
    ready,
    async () =>
      await deps.engine
        .start(authored, prepared, { runId, ref, startedBy: userId ?? undefined, stateVector })
        .catch((error: unknown) => {
          throw error instanceof RunIdTaken ? new WeftError('run_id_taken', {}, { cause: error }) : error;
        }),
  );
  if ('diagnostics' in started) throw cannotRun(deps, started.diagnostics);
  return started.value;
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
