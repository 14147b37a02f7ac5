import type { z } from 'zod';
import {
  currentParams,
  didYouMean,
  type Diagnostic,
  type DocumentNode,
  type Json,
  type NodeSpec,
  type SpecRegistry,
} from '../graph/index.ts';

export interface CheckedNode {
  readonly spec: NodeSpec;
  readonly params: { readonly [name: string]: Json };
}

/** Finds the spec of a node, migrates and parses its params. Returns what is wrong when it cannot. */
export function checkNode(id: string, node: DocumentNode, specs: SpecRegistry): CheckedNode | Diagnostic[] {
  const newest = specs.get(node.type);
  if (newest === undefined) {
    const close = didYouMean(
      node.type,
      specs.list().map((spec) => spec.type),
    );
    return [
      {
        code: 'node.unknown_type',
        message: `Node "${id}" has the unknown type "${node.type}".`,
        help: close === null ? '`weft nodes` lists the types there are.' : `Did you mean "${close}"?`,
        node: id,
        field: 'type',
      },
    ];
  }
  const current = currentParams(node, specs);
  if (current === null)
    return [
      {
        code: 'node.unknown_version',
        message: `Node "${id}" needs version ${node.version} of ${node.type}; this Weft has ${specs.versions(node.type).join(', ')}.`,
        help: 'Update Weft, or set the node to a version listed.',
        node: id,
        field: 'version',
      },
    ];
  const { spec } = current;
  const parsed = strict(spec).safeParse(current.params);
  if (parsed.success) return { spec, params: parsed.data as { [name: string]: Json } };
  return parsed.error.issues.flatMap((issue) => paramDiagnostics(id, spec, issue));
}

function paramDiagnostics(id: string, spec: NodeSpec, issue: z.core.$ZodIssue): Diagnostic[] {
  const names = Object.keys(spec.params.shape);
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0)
    return issue.keys.map((key) => {
      const close = didYouMean(key, names);
      return {
        code: 'node.params',
        message: `Node "${id}" (${spec.type}) has no param "${key}".`,
        help: close === null ? `Its params are ${names.join(', ') || 'none'}.` : `Did you mean "${close}"?`,
        node: id,
        field: key,
      };
    });
  const field = issue.path.map(String).join('.');
  return [
    {
      code: 'node.params',
      message: `Node "${id}" (${spec.type}), param "${field}": ${issue.message}.`,
      help: `\`weft nodes ${spec.type}\` shows what it takes.`,
      node: id,
      field,
    },
  ];
}

/** Strict schemas are made once per spec: a document of 10,000 nodes uses a handful of them. */
const strictSchemas = new WeakMap<NodeSpec, z.ZodObject>();
function strict(spec: NodeSpec): z.ZodObject {
  let schema = strictSchemas.get(spec);
  if (schema === undefined) strictSchemas.set(spec, (schema = spec.params.strict()));
  return schema;
}
