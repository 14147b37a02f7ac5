import {
  diagnostic,
  mapPaths,
  suggestion,
  type Diagnostic,
  type GraphDocument,
  type Json,
  type NodeId,
  type NodeSpec,
  type SpecRegistry,
} from '@weft/engine/graph';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { fieldNames, fieldOf } from './schemas.ts';

/** One `--set node.param=value`. */
export interface Setting {
  readonly node: string;
  /** The param and, for values inside it, the way down: ["split", "size"]. */
  readonly path: readonly string[];
  readonly text: string;
}

/** Null when the text is not `node.param=value`. */
export function parseSetting(argument: string): Setting | null {
  const equals = argument.indexOf('=');
  const [node, ...path] = argument.slice(0, equals).split('.');
  if (equals < 0 || !node || path.length === 0 || path.includes('')) return null;
  return { node, path, text: argument.slice(equals + 1) };
}

/**
 * The document with params replaced, or what is wrong with the settings. A value is taken as JSON where it is JSON and
 * the param accepts that, else as a string: `--set x.size=300` and `--set x.unit=words` both do what they say.
 */
export function applySettings(
  document: GraphDocument,
  settings: readonly Setting[],
  { specs, base }: { specs: SpecRegistry; base: string },
): { document: GraphDocument; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const nodes = { ...document.nodes };
  for (const setting of settings) {
    const id = setting.node as NodeId;
    const node = nodes[id];
    const spec =
      node === undefined ? undefined : (specs.get(node.type, node.version) ?? specs.get(node.type));
    if (node === undefined) diagnostics.push(unknownNode(setting, Object.keys(nodes)));
    // A node of an unknown type is reported when the document is compiled.
    if (node === undefined || spec === undefined) continue;
    const trouble = unknownField(setting, spec);
    if (trouble !== null) diagnostics.push(trouble);
    else
      nodes[id] = { ...node, params: { ...node.params, ...changed(node.params, setting, { spec, base }) } };
  }
  return { document: { ...document, nodes }, diagnostics };
}

function changed(
  params: { readonly [name: string]: Json },
  { path, text }: Setting,
  { spec, base }: { spec: NodeSpec; base: string },
): { [name: string]: Json } {
  const [name, ...inside] = path as [string, ...string[]];
  const schema = spec.params.shape[name] as z.ZodType;
  const candidates = [...asJson(text), text].map((value) =>
    mapPaths(schema, replaceIn(params[name], inside, value), (found) => resolve(base, found)),
  );
  const accepted = candidates.find((value) => schema.safeParse(value).success);
  // When none fits, the compiler says what the param takes.
  return { [name]: accepted ?? candidates[0]! };
}

/** The value with what lies at `path` inside it replaced; objects that are missing on the way are made. */
function replaceIn(value: Json | undefined, path: readonly string[], replacement: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return replacement;
  if (Array.isArray(value)) {
    const copy = [...value];
    copy[Number(first)] = replaceIn(copy[Number(first)], rest, replacement);
    return copy;
  }
  const object = typeof value === 'object' && value !== null ? value : {};
  return { ...object, [first]: replaceIn(object[first], rest, replacement) };
}

function asJson(text: string): Json[] {
  try {
    return [JSON.parse(text) as Json];
  } catch {
    return [];
  }
}

function unknownNode({ node }: Setting, known: readonly string[]): Diagnostic {
  const some = known.slice(0, 20);
  return diagnostic('select.unknown_node', {
    message: { en: `--set: the document has no node "${node}".`, zh: `--set：文档中没有节点“${node}”。` },
    help: suggestion(node, known, {
      en: `Its nodes are ${some.join(', ')}.`,
      zh: `文档中的节点：${some.join('、')}。`,
    }),
    node,
  });
}

function unknownField({ node, path }: Setting, spec: NodeSpec): Diagnostic | null {
  let schema: z.ZodType | null = spec.params;
  for (const [depth, name] of path.entries()) {
    if (schema === null) return null;
    const field: z.ZodType | null | undefined = fieldOf(schema, name);
    if (field === undefined) {
      const known = fieldNames(schema);
      const inside = path.slice(0, depth).join('.');
      const place =
        inside === ''
          ? { en: `node "${node}" (${spec.type})`, zh: `节点“${node}”（${spec.type}）` }
          : { en: `param "${inside}" of node "${node}"`, zh: `节点“${node}”的参数“${inside}”` };
      return diagnostic('set.unknown_param', {
        message: {
          en: `--set: ${place.en} has no param "${name}".`,
          zh: `--set：${place.zh}没有参数“${name}”。`,
        },
        help: suggestion(name, known, {
          en: `There is ${known.join(', ') || 'none'}.`,
          zh: `可用的参数：${known.join('、') || '无'}。`,
        }),
        node,
        field: path.join('.'),
      });
    }
    schema = field;
  }
  return null;
}
