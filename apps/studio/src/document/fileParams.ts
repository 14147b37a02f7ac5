import type { NodeSpec, SpecRegistry } from '@weft/engine/graph';

/**
 * Which node type reads a file that somebody drops on the canvas. Asked of the specs: a param with
 * `.meta({ format: 'path' })` names a file, and `accept: ['.csv', …]` beside it says which endings it is for. Without
 * `accept` it takes whatever nobody else names.
 */
export interface FileReader {
  readonly spec: NodeSpec;
  readonly param: string;
}

export function readerOf(fileName: string, specs: SpecRegistry): FileReader | null {
  const readers = specs.list().flatMap((spec) =>
    Object.entries(spec.params.shape).flatMap(([param, schema]) => {
      const { format, accept } = metaOf(schema);
      return format === 'path' ? [{ spec, param, accept }] : [];
    }),
  );
  const ending = /\.[^./\\]+$/.exec(fileName.toLowerCase())?.[0] ?? '';
  const found =
    readers.find(({ accept }) => accept?.includes(ending)) ??
    readers.find(({ accept }) => accept === undefined);
  return found === undefined ? null : { spec: found.spec, param: found.param };
}

interface PathMeta {
  readonly format?: string;
  readonly accept?: readonly string[];
}

/** Meta of a schema, or of what `.default()` and `.optional()` wrap. */
function metaOf(schema: unknown): PathMeta {
  type Wrapped = { meta?: () => PathMeta | undefined; def?: { innerType?: unknown } };
  for (
    let at = schema as Wrapped | undefined;
    at !== undefined;
    at = at.def?.innerType as Wrapped | undefined
  ) {
    const meta = at.meta?.();
    if (meta?.format !== undefined) return meta;
  }
  return {};
}
