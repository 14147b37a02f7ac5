import type { NodeSpec, SpecRegistry } from '../graph/index.ts';

/**
 * Params that people write in at the same time: those whose schema says `.meta({ format: 'code' })` or `'prose'`. Name →
 * what such a text holds when a document does not say: its default. An empty text would be an answer of its own.
 */
export type SharedTexts = Readonly<Record<string, string>>;

/** The shared texts of a node type, at a version. */
export type TextParams = (type: string, version: number | undefined) => SharedTexts;

export const textParamsOf =
  (specs: SpecRegistry): TextParams =>
  (type, version) => {
    const spec = specs.get(type, version) ?? specs.get(type);
    return spec === undefined ? {} : sharedTexts(spec);
  };

export function sharedTexts(spec: NodeSpec): SharedTexts {
  return Object.fromEntries(
    Object.entries(spec.params.shape).flatMap(([name, schema]) => {
      const format = formatOf(schema);
      if (format !== 'code' && format !== 'prose') return [];
      const missing = (schema as { safeParse: (value: unknown) => { data?: unknown } }).safeParse(undefined);
      return [[name, typeof missing.data === 'string' ? missing.data : '']];
    }),
  );
}

/** The format that a schema states, or what it wraps (`.default()`, `.optional()`). */
function formatOf(schema: unknown): unknown {
  let at = schema as
    { meta?: () => Record<string, unknown> | undefined; def?: { innerType?: unknown } } | undefined;
  while (at !== undefined) {
    const meta = at.meta?.();
    if (meta?.['format'] !== undefined) return meta['format'];
    at = at.def?.innerType as typeof at;
  }
  return undefined;
}
