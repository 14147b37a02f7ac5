import type { z } from 'zod';
import type { GraphDocument } from './document.ts';
import type { NodeId } from './ids.ts';
import type { Json } from './json.ts';
import { currentParams } from './migrateParams.ts';
import type { SpecRegistry } from './registry.ts';
import { unwrap } from './schemas.ts';

/**
 * Params whose schema says `.meta({ format: 'path' })` name files. What such a name means depends on who reads the
 * document: the command line takes it relative to the document's folder, the server knows uploads and templates only.
 * This is the one walk that finds them, wherever in a param they lie.
 */
export interface FoundPath {
  readonly node: NodeId;
  /** Where in the params: "path", "sources.0.path". */
  readonly field: string;
  /** Never empty: an empty text stands for "no file" where a node allows it. */
  readonly path: string;
}

/**
 * The document with every path replaced by what `map` returns. Nodes whose version is no longer registered come out in
 * the newest, since only its schema says which of their params are paths. Nodes of an unknown type stay as they are:
 * nothing can run them.
 */
export function mapDocumentPaths(
  document: GraphDocument,
  specs: SpecRegistry,
  map: (found: FoundPath) => string,
): GraphDocument {
  const nodes = { ...document.nodes };
  for (const id of Object.keys(document.nodes) as NodeId[]) {
    const node = document.nodes[id]!;
    const current = currentParams(node, specs);
    if (current === null) continue;
    const { spec, params } = current;
    const mapped = mapPaths(spec.params, params, (path, field) => map({ node: id, field, path }));
    nodes[id] = {
      ...node,
      ...(node.version === undefined ? {} : { version: spec.version }),
      params: mapped as { [name: string]: Json },
    };
  }
  return { ...document, nodes };
}

/** The value with every path in it replaced, as its schema says where they are. */
export function mapPaths(schema: z.ZodType, value: Json, map: (path: string, field: string) => string): Json {
  return walk(schema, value, { map, at: [] });
}

interface Walk {
  readonly map: (path: string, field: string) => string;
  readonly at: readonly string[];
}

const into = ({ map, at }: Walk, name: string | number): Walk => ({ map, at: [...at, String(name)] });

function walk(schema: z.ZodType, value: Json, here: Walk): Json {
  const { definition, meta } = unwrap(schema);
  if (meta['format'] === 'path') return replace(value, here);
  const { element, shape, valueType, options } = definition;
  if (options !== undefined) {
    const option = options.find((each) => each.safeParse(value).success);
    return option === undefined ? value : walk(option, value, here);
  }
  if (Array.isArray(value))
    return element === undefined ? value : value.map((item, i) => walk(element, item, into(here, i)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const field = shape !== undefined && Object.hasOwn(shape, name) ? shape[name] : valueType;
      return [name, field === undefined ? item : walk(field, item, into(here, name))];
    }),
  );
}

/** A list of paths may carry the mark as a whole. */
function replace(value: Json, here: Walk): Json {
  if (typeof value === 'string') return value === '' ? '' : here.map(value, here.at.join('.'));
  return Array.isArray(value) ? value.map((item, i) => replace(item, into(here, i))) : value;
}
