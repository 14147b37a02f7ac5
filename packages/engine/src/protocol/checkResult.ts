import { columnFeeds, type NodeSpec } from '../graph/index.ts';
import type { NodeResult } from '../node/executor.ts';

/**
 * Why a result does not fit what the node type says of itself, in a sentence, or null when it fits. Executor processes ask
 * before they report, so that an author reads the sentence; the supervisor asks again, since it trusts none of them.
 *
 * @param isShard a shard leaves everything in checkpoints and has no outputs
 */
export function misfit(result: NodeResult, spec: NodeSpec, isShard: boolean): string | null {
  const given = Object.keys(result.outputs);
  if (isShard)
    return given.length > 0 || (result.publications?.length ?? 0) > 0 ? 'a shard gives no outputs' : null;
  const unknown = given.find((name) => !Object.hasOwn(spec.outputs, name));
  if (unknown !== undefined)
    return `it gives "${unknown.slice(0, 80)}", but ${spec.type} has ${Object.keys(spec.outputs).join(', ') || 'no outputs'}`;
  for (const [name, port] of Object.entries(spec.outputs)) {
    const ref = Object.hasOwn(result.outputs, name) ? result.outputs[name] : undefined;
    if (ref === undefined) {
      if (port.optional === true) continue;
      return `it does not give "${name}"`;
    }
    if (ref.kind !== port.type.kind) return `"${name}" is ${ref.kind}, and should be ${port.type.kind}`;
    if (port.type.kind !== 'table') continue;
    for (const [column, type] of Object.entries(port.type.columns)) {
      const held =
        ref.columns !== undefined && Object.hasOwn(ref.columns, column) ? ref.columns[column]! : null;
      if (held === null) return `the table "${name}" has no column "${column}"`;
      if (!columnFeeds(held, type)) return `column "${column}" of "${name}" holds ${held}, not ${type}`;
    }
  }
  const outputs = new Set(Object.values(result.outputs).map((ref) => ref.hash));
  const stray = result.publications?.find(({ artifact }) => !outputs.has(artifact.hash));
  return stray === undefined ? null : `it publishes "${stray.name}", which is none of its outputs`;
}
