import type { NodeSpec, SpecRegistry } from '../graph/index.ts';
import type { TextParams } from './edits.ts';

/** Params whose schema says `.meta({ format: 'code' })` or `'prose'`: people write in them at the same time. */
export const textParamsOf =
  (specs: SpecRegistry): TextParams =>
  (type, version) => {
    const spec = specs.get(type, version) ?? specs.get(type);
    return spec === undefined ? [] : textNames(spec);
  };

export function textNames(spec: NodeSpec): string[] {
  return Object.entries(spec.params.shape).flatMap(([name, schema]) => {
    const { format } = (formatOf(schema) ?? {}) as { format?: string };
    return format === 'code' || format === 'prose' ? [name] : [];
  });
}

/** Meta of a schema or of what it wraps (`.default()`, `.optional()`). */
function formatOf(schema: unknown): unknown {
  let at = schema as
    { meta?: () => Record<string, unknown> | undefined; def?: { innerType?: unknown } } | undefined;
  while (at !== undefined) {
    const meta = at.meta?.();
    if (meta?.['format'] !== undefined) return meta;
    at = at.def?.innerType as typeof at;
  }
  return undefined;
}
