import { wordsOf, type Diagnostic } from '@weft/engine/graph';
import type { Language } from '../../../i18n/index.ts';
import type { StepState } from '../../../runs/index.ts';

/** Something that keeps the document from running, or kept a step from succeeding. */
export interface Problem {
  readonly id: string;
  /** `document`: the graph as it is now. `step`: what happened in the run being shown. */
  readonly of: 'document' | 'step';
  /** One sentence: what happened. */
  readonly sentence: string;
  /** The way out, as far as it is known. */
  readonly help: string | null;
  readonly nodeId: string | null;
  readonly type: string | null;
  /** Param or port inside the node. */
  readonly field: string | null;
  /** Whose turn it is. */
  readonly turn: 'person' | 'world' | 'us';
  /** For reports; never shown first. */
  readonly details: string | null;
  /** Steps that could not run because of it. */
  readonly blocked: number;
}

/** Failed steps first: they are what somebody who comes here looks for. Retried ones are told as long as they wait. */
export function problemList(
  diagnostics: readonly Diagnostic[],
  steps: ReadonlyMap<string, StepState>,
  language: Language,
): readonly Problem[] {
  const blocked = new Map<string, number>();
  for (const { status, because } of steps.values())
    if (status === 'skipped' && because !== null) blocked.set(because, (blocked.get(because) ?? 0) + 1);
  const failed = [...steps.values()]
    .filter(({ error }) => error !== null)
    .map(({ nodeId, type, error }): Problem => {
      const { kind, code, message, stack } = error!;
      return {
        id: `step ${nodeId}`,
        of: 'step',
        sentence: message,
        help: null,
        nodeId,
        type,
        field: null,
        turn: kind === 'input' ? 'person' : kind === 'transient' ? 'world' : 'us',
        details: stack === undefined ? code : `${code}\n${stack}`,
        blocked: blocked.get(nodeId) ?? 0,
      };
    });
  const wrong = diagnostics.map((diagnostic, i): Problem => {
    const { code, node, field, edge } = diagnostic;
    const { message, help } = wordsOf(diagnostic, language);
    return {
      id: `document ${i} ${code} ${node ?? ''} ${field ?? ''} ${edge ?? ''}`,
      of: 'document',
      sentence: message,
      help,
      nodeId: node ?? null,
      type: null,
      field: field ?? null,
      turn: 'person',
      details: null,
      blocked: 0,
    };
  });
  return [...failed, ...wrong];
}

/** What the server found and this page could not (an upload that is gone) comes on top of what this page found. */
export function mergeDiagnostics(
  here: readonly Diagnostic[],
  server: readonly Diagnostic[],
): readonly Diagnostic[] {
  const label = ({ code, node, field, edge }: Diagnostic) =>
    `${code} ${node ?? ''} ${field ?? ''} ${edge ?? ''}`;
  const known = new Set(here.map(label));
  return [...here, ...server.filter((one) => one.code !== 'document.empty' && !known.has(label(one)))];
}
