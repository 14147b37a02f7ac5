import type { DocumentNode, NodeSpec } from '@weft/engine/graph';
import { registry } from '@weft/nodes/specs';
import { textParamsOf } from '@weft/engine/live';

export { registry };

/** Which params people write together, for edits that make nodes. */
export const textParams = textParamsOf(registry);

/** The description of a node's type at its version; null when this Weft does not know it. */
export const specOf = ({ type, version }: Pick<DocumentNode, 'type' | 'version'>): NodeSpec | null =>
  registry.get(type, version) ?? null;
