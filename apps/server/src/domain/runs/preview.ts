import type { StepExplanation } from '@weft/engine';
import type { Change } from '@weft/engine/compile';
import type { Diagnostic, Text } from '@weft/engine/graph';
import { criticalPath, estimate } from './estimate.ts';
import { hidePlaces } from './hidePlaces.ts';
import { prepareRun, readingFiles, type PrepareDeps, type RunRequest } from './prepare.ts';

export interface PreviewStep {
  readonly nodeId: string;
  readonly type: string;
  readonly will: StepExplanation['will'];
  readonly why: Text;
  readonly changes: readonly Change[];
  readonly key: string | null;
  readonly estimatedMs: number | null;
}

export interface Preview {
  /** Everything that keeps it from running; empty when it can. */
  readonly diagnostics: readonly Diagnostic[];
  readonly steps: readonly PreviewStep[];
  /** Steps that execute, those that only follow included. */
  readonly execute: number;
  readonly cached: number;
  readonly estimatedMs: number | null;
}

const refused = (diagnostics: readonly Diagnostic[]): Preview => ({
  diagnostics,
  steps: [],
  execute: 0,
  cached: 0,
  estimatedMs: null,
});

/** What a run would do if it started now: which steps execute, which are served, why, and about how long it takes. */
export async function previewRun(
  deps: PrepareDeps,
  request: RunRequest & { readonly ref: string },
): Promise<Preview> {
  const hide = hidePlaces(deps);
  const ready = await prepareRun(deps, request);
  if (ready.prepared === null) return hide(refused(ready.diagnostics));
  const { plan } = ready.prepared;
  const explained = await readingFiles(
    deps.engine,
    ready,
    async () => await deps.engine.explain(ready.prepared, request.ref),
  );
  if ('diagnostics' in explained) return hide(refused(explained.diagnostics));
  const steps = explained.value;
  const executing = steps.filter(({ will }) => will !== 'cached');
  const times = await deps.tenant(
    async (tx) => await estimate(tx, { ...deps, documentId: request.documentId, steps: executing }),
  );
  const ms = (nodeId: string) => times.get(nodeId) ?? null;
  return hide({
    diagnostics: [],
    steps: steps.map(({ nodeId, type, will, why, changes, key }) => ({
      nodeId,
      type,
      will,
      why,
      changes,
      key,
      estimatedMs: will === 'cached' ? null : ms(nodeId),
    })),
    execute: executing.length,
    cached: steps.length - executing.length,
    estimatedMs: criticalPath(
      steps.map(({ will, nodeId }, i) => ({
        executes: will !== 'cached',
        ms: ms(nodeId),
        parents: plan.steps[i]!.parents,
      })),
    ),
  });
}
