import type { inferRouterOutputs } from '@trpc/server';
import type { NodeSpec } from '@weft/engine/graph';
import { registry } from '@weft/nodes/specs';
import type { AppRouter } from '@weft/server/router';
import { STAGE_LOOK } from '../../ui/index.ts';

export type TemplateItem = inferRouterOutputs<AppRouter>['templates']['list']['items'][number];

/** The newest description of a type; null when this studio does not know it. */
const newest = (type: string): NodeSpec | null => registry.get(type) ?? null;

/** The graph of a template with the colours of its stages, for its thumbnail. */
export const thumbnailOf = ({ nodes, edges }: Pick<TemplateItem, 'nodes' | 'edges'>) => ({
  edges,
  nodes: nodes.map(({ id, type, position: { x, y } }) => {
    const spec = newest(type);
    return { id, x, y, color: spec === null ? 'var(--ink-3)' : STAGE_LOOK[spec.stage].color };
  }),
});

/** What it does, in the order of the canvas: the kinds of its nodes from left to right, each once. */
export function kindsOf({ nodes }: Pick<TemplateItem, 'nodes'>): readonly NodeSpec[] {
  const byPlace = nodes.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y);
  const kinds = new Map(byPlace.map(({ type }) => [type, newest(type)]));
  return [...kinds.values()].filter((spec) => spec !== null);
}

/** Whether a template answers a search: every word in its title, description or tags, in either language. */
export function answers({ title, description, tags }: TemplateItem, query: string): boolean {
  const text = [title.en, title.zh, description.en, description.zh, ...tags].join(' ').toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
