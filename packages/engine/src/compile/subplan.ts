import { closure, didYouMean, type Diagnostic } from '../graph/index.ts';
import { childrenOf, type Plan } from './plan.ts';

export interface Selection {
  /** Run this node and what it needs, nothing else. */
  readonly only?: string;
  /** Execute this node and everything below it again, even where results exist. */
  readonly from?: string;
  /** Execute everything again. */
  readonly force?: boolean;
}

export type Selected =
  | { readonly plan: Plan; readonly forced: ReadonlySet<number>; readonly diagnostics: readonly [] }
  | { readonly plan: null; readonly diagnostics: readonly Diagnostic[] };

/** Cuts a plan down to what was asked for and says which of its steps must execute whatever the cache holds. */
export function select(plan: Plan, { only, from, force = false }: Selection): Selected {
  const unknown = [only, from].filter(
    (id) => id !== undefined && !plan.steps.some((step) => step.nodeId === id),
  );
  if (unknown.length > 0) return { plan: null, diagnostics: unknown.map((id) => unknownNode(id!, plan)) };
  const kept =
    only === undefined
      ? plan
      : keep(
          plan,
          closure([indexOf(plan, only)], (i) => plan.steps[i]!.parents),
        );
  const children = childrenOf(kept);
  const start = from === undefined ? -1 : indexOf(kept, from);
  if (from !== undefined && start < 0)
    return {
      plan: null,
      diagnostics: [
        {
          code: 'select.unknown_node',
          message: `Node "${from}" is not among what "${only}" needs.`,
          help: 'Leave out --only, or choose a node above it.',
          node: from,
        },
      ],
    };
  const forced = force
    ? new Set(kept.steps.keys())
    : start < 0
      ? new Set<number>()
      : closure([start], (i) => children[i]!);
  return { plan: kept, forced, diagnostics: [] };
}

export function unknownNode(id: string, plan: Plan): Diagnostic {
  const ids = plan.steps.map((step) => step.nodeId);
  const close = didYouMean(id, ids);
  return {
    code: 'select.unknown_node',
    message: `The document has no node "${id}".`,
    help: close === null ? `Its nodes are ${ids.slice(0, 20).join(', ')}.` : `Did you mean "${close}"?`,
    node: id,
  };
}

const indexOf = (plan: Plan, nodeId: string) => plan.steps.findIndex((step) => step.nodeId === nodeId);

function keep(plan: Plan, wanted: ReadonlySet<number>): Plan {
  const order = [...wanted].sort((a, b) => a - b);
  const place = new Map(order.map((old, at) => [old, at]));
  return {
    ...plan,
    steps: order.map((old) => {
      const step = plan.steps[old]!;
      return {
        ...step,
        parents: step.parents.map((parent) => place.get(parent)!),
        inputs: Object.fromEntries(
          Object.entries(step.inputs).map(([port, sources]) => [
            port,
            sources.map((source) => ({ ...source, step: place.get(source.step)! })),
          ]),
        ),
      };
    }),
  };
}
