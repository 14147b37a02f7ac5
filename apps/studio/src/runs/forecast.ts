import type { Diagnostic, GraphDocument } from '@weft/engine/graph';
import type { PreviewAnswer, PreviewStep } from './wire.ts';

/** What a run would do if it started now. `loading` keeps showing what was known before. */
export type Preview =
  | { readonly kind: 'loading'; readonly diagnostics: readonly []; readonly steps: readonly PreviewStep[] }
  | { readonly kind: 'blocked'; readonly diagnostics: readonly Diagnostic[]; readonly steps: readonly [] }
  | {
      readonly kind: 'ready';
      readonly diagnostics: readonly [];
      readonly steps: readonly PreviewStep[];
      /** Steps that will execute, those that follow them included. */
      readonly execute: number;
      readonly cached: number;
      readonly estimatedMs: number | null;
      /** False while the document has changed since and a newer preview is being made. */
      readonly current: boolean;
    };

export const LOADING: Preview = { kind: 'loading', diagnostics: [], steps: [] };

export function previewOf(answer: PreviewAnswer): Preview {
  if (answer.diagnostics.length > 0) return { kind: 'blocked', diagnostics: answer.diagnostics, steps: [] };
  const { steps, execute, cached, estimatedMs } = answer;
  return { kind: 'ready', diagnostics: [], steps, execute, cached, estimatedMs, current: true };
}

/** The document has changed: what is shown may be wrong by now. */
export const outdated = (preview: Preview): Preview =>
  preview.kind === 'ready' && preview.current ? { ...preview, current: false } : preview;

const byNode = new WeakMap<readonly PreviewStep[], ReadonlyMap<string, PreviewStep['will']>>();

/** What would happen to a node. Every cell asks this at once, so the list is turned into a map once. */
export function willOf({ steps }: Preview, nodeId: string): PreviewStep['will'] | null {
  let map = byNode.get(steps);
  if (map === undefined) byNode.set(steps, (map = new Map(steps.map((step) => [step.nodeId, step.will]))));
  return map.get(nodeId) ?? null;
}

/**
 * Everything of a document that a run depends on, as one text: equal texts, equal preview. Moving, renaming and noting
 * change it not at all, so dragging asks the server for nothing.
 */
export function runFingerprint(document: Pick<GraphDocument, 'nodes' | 'edges' | 'seed'>): string {
  const nodes = Object.entries(document.nodes)
    .map(([id, { type, version, params }]) => [id, type, version ?? 0, params])
    .sort(byFirst);
  const edges = Object.values(document.edges)
    .map(({ from, to }) => `${from.node}.${from.port}>${to.node}.${to.port}`)
    .sort();
  return JSON.stringify([document.seed, nodes, edges]);
}

const byFirst = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);

/**
 * Steps whose finished work no longer fits the document: their key has changed, or that of something above them. A
 * step that would run again for another reason (an effect, a lost result) is not stale.
 */
export function staleSteps(
  preview: Preview,
  shown: ReadonlyMap<string, { readonly key: string | null; readonly parents: readonly string[] }>,
): ReadonlySet<string> {
  const stale = new Set<string>();
  if (preview.kind !== 'ready') return stale;
  // The preview lists parents before children, as plans do.
  for (const { nodeId, key } of preview.steps) {
    const step = shown.get(nodeId);
    if (step === undefined) continue;
    const changed = key !== null && step.key !== null && key !== step.key;
    if (changed || step.parents.some((parent) => stale.has(parent))) stale.add(nodeId);
  }
  return stale;
}
