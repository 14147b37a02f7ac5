import { closure, didYouMean, type Diagnostic } from '../graph/index.ts';
import { childrenOf, type Plan } from './plan.ts';

/** Node ids: one, or several. None at all is the same as not asking. */
type Ids = string | readonly string[];

export interface Selection {
  /** Run these nodes and what they need, nothing else. */
  readonly only?: Ids;
  /** Run these nodes and whatever lies below them, with what all of it needs. */
  readonly below?: Ids;
  /** Execute these nodes and everything below them again, even where results exist. */
  readonly from?: Ids;
  /** Execute everything again. */
  readonly force?: boolean;
}

export type Selected =
  | { readonly plan: Plan; readonly forced: ReadonlySet<number>; readonly diagnostics: readonly [] }
  | { readonly plan: null; readonly diagnostics: readonly Diagnostic[] };

/** Cuts a plan down to what was asked for and says which of its steps must execute whatever the cache holds. */
export function select(plan: Plan, selection: Selection): Selected {
  const [only, below, from] = [list(selection.only), list(selection.below), list(selection.from)];
  const unknown = [...new Set([...only, ...below, ...from])].filter((id) => indexOf(plan, id) < 0);
  if (unknown.length > 0) return refuse(unknown.map((id) => unknownNode(id, plan)));
  const kept = keep(plan, wanted(plan, only, below));
  const apart = [...new Set([...below, ...from])].filter((id) => indexOf(kept, id) < 0);
  if (apart.length > 0) return refuse(apart.map((id) => notNeeded(id, only)));
  const children = childrenOf(kept);
  const forced = selection.force
    ? new Set(kept.steps.keys())
    : closure(
        from.map((id) => indexOf(kept, id)),
        (i) => children[i]!,
      );
  return { plan: kept, forced, diagnostics: [] };
}

/** What lies on the ways from `below` to `only`, with what that needs. Either end may be open. */
function wanted(plan: Plan, only: readonly string[], below: readonly string[]): ReadonlySet<number> {
  const needs = (from: Iterable<number>) => closure(from, (i) => plan.steps[i]!.parents);
  const at = (ids: readonly string[]) => ids.map((id) => indexOf(plan, id));
  const upTo = only.length === 0 ? new Set(plan.steps.keys()) : needs(at(only));
  if (below.length === 0) return upTo;
  const children = childrenOf(plan);
  return needs([...closure(at(below), (i) => children[i]!)].filter((i) => upTo.has(i)));
}

const list = (ids: Ids | undefined): readonly string[] =>
  ids === undefined ? [] : typeof ids === 'string' ? [ids] : ids;

const refuse = (diagnostics: readonly Diagnostic[]): Selected => ({ plan: null, diagnostics });

const notNeeded = (id: string, only: readonly string[]): Diagnostic => ({
  code: 'select.unknown_node',
  message: `Node "${id}" is not among what ${only.map((one) => `"${one}"`).join(', ')} needs.`,
  help: 'Leave out --only, or choose a node above it.',
  node: id,
});

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

function keep(plan: Plan, kept: ReadonlySet<number>): Plan {
  if (kept.size === plan.steps.length) return plan;
  const order = [...kept].sort((a, b) => a - b);
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
