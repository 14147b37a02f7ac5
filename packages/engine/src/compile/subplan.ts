import { closure, diagnostic, suggestion, type Diagnostic } from '../graph/index.ts';
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

function notNeeded(node: string, only: readonly string[]): Diagnostic {
  const [en, zh] = [only.map((id) => `"${id}"`).join(', '), only.map((id) => `“${id}”`).join('、')];
  return diagnostic('select.unknown_node', {
    message: {
      en: `Node "${node}" is not among what ${en} needs.`,
      zh: `${zh} 不需要节点“${node}”。`,
    },
    help: {
      en: 'Leave out --only, or choose a node above it.',
      zh: '请去掉 --only，或选择其上游的节点。',
    },
    node,
  });
}

export function unknownNode(node: string, plan: Plan): Diagnostic {
  const ids = plan.steps.map((step) => step.nodeId);
  const some = ids.slice(0, 20);
  return diagnostic('select.unknown_node', {
    message: { en: `The document has no node "${node}".`, zh: `文档中没有节点“${node}”。` },
    help: suggestion(node, ids, {
      en: `Its nodes are ${some.join(', ')}.`,
      zh: `文档中的节点：${some.join('、')}。`,
    }),
    node,
  });
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
