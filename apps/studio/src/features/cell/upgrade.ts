import { currentParams, type DocumentNode, type Json, type NodeSpec } from '@weft/engine/graph';
import { upgradeNode } from '@weft/engine/live';
import { registry } from '@weft/nodes/specs';
import type * as Y from 'yjs';

/** A version of its type that a node can be taken to, with what its params become there. */
export interface Upgrade {
  readonly from: number;
  readonly to: number;
  readonly params: Readonly<Record<string, Json>>;
  /** The node's own version is not there any more: it runs as the new one whether it is taken over or not. */
  readonly forced: boolean;
}

/**
 * Null when the node is of the newest version there is. Params go through every migration on the way; those a newer
 * version no longer has stay in the document until the upgrade is taken over.
 */
export function upgradeOf(
  node: DocumentNode,
  newest: NodeSpec | undefined = registry.get(node.type),
): Upgrade | null {
  const from = node.version;
  if (from === undefined || newest === undefined || from >= newest.version) return null;
  let params: Record<string, unknown> = node.params;
  for (let version = from; version < newest.version; version++)
    params = newest.migrations?.[version]?.(params) ?? params;
  const current = currentParams(node, registry);
  return {
    from,
    to: newest.version,
    params: params as Record<string, Json>,
    forced: current !== null && current.spec.version !== from,
  };
}

export const takeOver = (doc: Y.Doc, nodeId: string, { to, params }: Upgrade): void =>
  upgradeNode(doc, nodeId, to, params);
