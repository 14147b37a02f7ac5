import type { Json, Limits, Purity, Resources, Shape } from '../graph/index.ts';

/**
 * A frozen compile result: everything a run needs to know about the document, serialisable, in topological order.
 * Editing the document while a run is on changes nothing here.
 */
export const PLAN_VERSION = 1;

export interface Plan {
  readonly planVersion: typeof PLAN_VERSION;
  readonly title: string;
  readonly seed: number;
  readonly steps: readonly PlanStep[];
}

export interface PlanStep {
  readonly nodeId: string;
  readonly title: string;
  readonly type: string;
  readonly version: number;
  readonly shape: Shape;
  readonly purity: Purity;
  /** Parsed: defaults filled in, old versions migrated. */
  readonly params: { readonly [name: string]: Json };
  /** Params that cannot change the bytes and so are not part of the key. */
  readonly freeParams: readonly string[];
  /** Per input port the outputs wired to it. */
  readonly inputs: { readonly [port: string]: readonly Source[] };
  /** Indices of the steps it reads from, ascending, each once. */
  readonly parents: readonly number[];
  readonly resources: Resources;
  readonly limits: Limits;
  /** The result also depends on something outside Weft, whose hash is taken when the run starts. */
  readonly outside: boolean;
  /** Maps that may be handled in shards: the input port whose rows are divided, and the rows of one segment. */
  readonly shards: { readonly over: string; readonly segmentRows: number } | null;
}

export interface Source {
  readonly step: number;
  readonly port: string;
}

/** Per step the steps that read from it. */
export function childrenOf(plan: Plan): number[][] {
  const children: number[][] = plan.steps.map(() => []);
  for (const [i, step] of plan.steps.entries()) for (const parent of step.parents) children[parent]!.push(i);
  return children;
}
