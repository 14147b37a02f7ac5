import { currentParams, type DocumentNode, type NodeSpec } from '@weft/engine/graph';
import { textParamsOf } from '@weft/engine/live';
import { registry } from '@weft/nodes/specs';

export { registry };

/** Which params people write together, for edits that make nodes. */
export const textParams = textParamsOf(registry);

/** The description that a node runs by; null when this Weft does not know its type, or is older than the node. */
export const specOf = (node: Pick<DocumentNode, 'type' | 'version' | 'params'>): NodeSpec | null =>
  currentParams(node, registry)?.spec ?? null;
