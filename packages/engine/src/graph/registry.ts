import type { NodeSpec } from './nodeSpec.ts';

/** All node types at hand, every version of each. The engine is given one; it never knows a type by name. */
export interface SpecRegistry {
  /** The spec of a type; without `version` the newest. */
  get(type: string, version?: number): NodeSpec | undefined;
  /** Newest version of each type, sorted by type. */
  list(): NodeSpec[];
  versions(type: string): number[];
}

/** @throws Error when two specs share type and version. */
export function specRegistry(specs: Iterable<NodeSpec>): SpecRegistry {
  const byType = new Map<string, Map<number, NodeSpec>>();
  for (const spec of specs) {
    const versions = byType.get(spec.type) ?? new Map<number, NodeSpec>();
    if (versions.has(spec.version))
      throw new Error(`node type ${spec.type} version ${spec.version} is registered twice`);
    byType.set(spec.type, versions.set(spec.version, spec));
  }
  const newest = (type: string) => Math.max(...(byType.get(type)?.keys() ?? [0]));
  return {
    get: (type, version) => byType.get(type)?.get(version ?? newest(type)),
    list: () => [...byType.keys()].sort().map((type) => byType.get(type)!.get(newest(type))!),
    versions: (type) => [...(byType.get(type)?.keys() ?? [])].sort((a, b) => a - b),
  };
}
