import type { DocumentEdge } from '@weft/engine/graph';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box } from './guides.ts';

/** Places for all nodes along the flow of the wires, groups kept together, found by ELK in a worker. */
export interface Arrangement {
  readonly boxes: Readonly<Record<string, Box>>;
  /** Port names from top to bottom, so that wires cross as little as they can. */
  readonly edges: Iterable<Pick<DocumentEdge, 'from' | 'to'>>;
  readonly groupOf: (node: string) => string | undefined;
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '112',
  'elk.spacing.nodeNode': '40',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
};
/** Room for the title of a group above its nodes. */
const GROUP_OPTIONS = { 'elk.padding': '[top=56,left=24,bottom=24,right=24]' };

/** Upper left corner per node. @throws when the worker cannot be started or fails */
export async function arrange(arrangement: Arrangement): Promise<Record<string, { x: number; y: number }>> {
  // 1.6 MB that most visits never need.
  const [{ default: ELK }, { default: workerUrl }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new ELK({ workerUrl });
  try {
    return placesOf(await elk.layout(elkGraph(arrangement)));
  } finally {
    elk.terminateWorker();
  }
}

export function elkGraph({ boxes, edges, groupOf }: Arrangement): ElkNode {
  const groups = new Map<string, ElkNode>();
  const children: ElkNode[] = [];
  for (const [id, { width, height }] of Object.entries(boxes)) {
    const node: ElkNode = { id, width, height };
    const group = groupOf(id);
    if (group === undefined) children.push(node);
    else {
      const frame: ElkNode = groups.get(group) ?? { id: `group:${group}`, layoutOptions: GROUP_OPTIONS };
      groups.set(group, { ...frame, children: [...(frame.children ?? []), node] });
    }
  }
  const wires = [...edges].filter(
    ({ from, to }) => from.node in boxes && to.node in boxes && from.node !== to.node,
  );
  return {
    id: 'root',
    layoutOptions: OPTIONS,
    children: [...children, ...groups.values()],
    edges: wires.map(({ from, to }, at) => ({ id: `wire:${at}`, sources: [from.node], targets: [to.node] })),
  };
}

/** Children are placed relative to their parent; the canvas knows only one origin. */
export function placesOf(
  { children = [] }: ElkNode,
  left = 0,
  top = 0,
): Record<string, { x: number; y: number }> {
  const places: Record<string, { x: number; y: number }> = {};
  for (const child of children) {
    const [x, y] = [left + (child.x ?? 0), top + (child.y ?? 0)];
    if (child.children === undefined) places[child.id] = { x: Math.round(x), y: Math.round(y) };
    else Object.assign(places, placesOf(child, x, y));
  }
  return places;
}
