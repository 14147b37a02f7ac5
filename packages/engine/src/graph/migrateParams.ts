import type { DocumentNode } from './document.ts';
import type { Json } from './json.ts';
import type { NodeSpec } from './nodeSpec.ts';
import type { SpecRegistry } from './registry.ts';

/** The spec that a node runs by, and its params in that spec's version. Params are not parsed yet. */
export interface CurrentParams {
  readonly spec: NodeSpec;
  readonly params: { readonly [name: string]: Json };
}

/**
 * A node keeps the version it was made with while that is registered; else its params are brought forward, version by
 * version, to the newest. Null when the type, or a version so new, is not known.
 */
export function currentParams(node: DocumentNode, specs: SpecRegistry): CurrentParams | null {
  const newest = specs.get(node.type);
  if (newest === undefined) return null;
  const wanted = node.version ?? newest.version;
  const exact = specs.get(node.type, wanted);
  if (exact !== undefined) return { spec: exact, params: node.params };
  if (wanted > newest.version) return null;
  let params: Record<string, unknown> = node.params;
  for (let v = wanted; v < newest.version; v++) params = newest.migrations?.[v]?.(params) ?? params;
  return { spec: newest, params: params as { [name: string]: Json } };
}
