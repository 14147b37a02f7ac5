import type { DocumentNode, EdgeId, GraphDocument, NodeId } from '../graph/index.ts';
import { edgeIdOf, newNodeId, type Position } from './edits.ts';

type Graph = Pick<GraphDocument, 'nodes' | 'edges' | 'groups'>;

/** The chosen nodes with the wires and groups among them: what copy puts on the clipboard. */
export function part(document: GraphDocument, ids: Iterable<string>): Graph {
  const chosen = new Set(ids);
  const nodes = Object.fromEntries(Object.entries(document.nodes).filter(([id]) => chosen.has(id)));
  const edges = Object.fromEntries(
    Object.entries(document.edges).filter(([, { from, to }]) => chosen.has(from.node) && chosen.has(to.node)),
  );
  const used = new Set(Object.values<DocumentNode>(nodes).map((node) => node.group));
  const groups = Object.fromEntries(Object.entries(document.groups ?? {}).filter(([id]) => used.has(id)));
  return { nodes, edges, groups };
}

/** A copy under ids that nothing else has, moved by `offset`: what paste puts into a document. */
export function renamed(
  graph: Graph,
  offset: Position = { x: 0, y: 0 },
  random: () => number = Math.random,
): Graph {
  const ids = new Map(
    Object.entries<DocumentNode>(graph.nodes).map(([id, { type }]) => [id, newNodeId(type, random)]),
  );
  const groupIds = new Map(Object.keys(graph.groups ?? {}).map((id) => [id, newNodeId('group', random)]));
  const nodes: Record<NodeId, DocumentNode> = {};
  const edges: Graph['edges'] = {};
  for (const [id, { group, ...node }] of Object.entries<DocumentNode>(graph.nodes)) {
    const { x = 0, y = 0 } = node.position ?? {};
    const into = group === undefined ? undefined : groupIds.get(group);
    nodes[ids.get(id)!] = {
      ...node,
      position: { x: x + offset.x, y: y + offset.y },
      ...(into === undefined ? {} : { group: into }),
    };
  }
  for (const { from, to } of Object.values(graph.edges)) {
    const [source, target] = [ids.get(from.node), ids.get(to.node)];
    if (source === undefined || target === undefined) continue;
    const wire = { from: { ...from, node: source }, to: { ...to, node: target } };
    edges[edgeIdOf(wire.from, wire.to) as EdgeId] = wire;
  }
  const groups = Object.fromEntries(
    Object.entries(graph.groups ?? {}).map(([id, group]) => [groupIds.get(id)!, group]),
  );
  return { nodes, edges, groups };
}
