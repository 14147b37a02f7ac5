import type { z } from 'zod';
import {
  currentParams,
  type Diagnostic,
  type DocumentNode,
  type Json,
  type NodeSpec,
  type SpecRegistry,
} from '../graph/index.ts';
import { nodeTroubles } from './troubles.ts';

export interface CheckedNode {
  readonly spec: NodeSpec;
  readonly params: { readonly [name: string]: Json };
}

/** Finds the spec of a node, migrates and parses its params. Returns what is wrong when it cannot. */
export function checkNode(id: string, node: DocumentNode, specs: SpecRegistry): CheckedNode | Diagnostic[] {
  const { type } = node;
  if (specs.get(type) === undefined) {
    const known = specs.list().map((spec) => spec.type);
    return [nodeTroubles.unknownType({ node: id, type, known })];
  }
  const current = currentParams(node, specs);
  // Without a version a node takes the newest there is, so one that finds none names one.
  if (current === null) {
    const known = specs.versions(type);
    return [nodeTroubles.unknownVersion({ node: id, type, version: node.version!, known })];
  }
  const { spec } = current;
  const parsed = strict(spec).safeParse(current.params);
  if (parsed.success) return { spec, params: parsed.data as { [name: string]: Json } };
  return parsed.error.issues.flatMap((issue) => paramDiagnostics(id, spec, issue));
}

function paramDiagnostics(node: string, { type, params }: NodeSpec, issue: z.core.$ZodIssue): Diagnostic[] {
  if (issue.code !== 'unrecognized_keys' || issue.path.length > 0)
    return [nodeTroubles.wrongParam({ node, type, issue })];
  const known = Object.keys(params.shape);
  return issue.keys.map((param) => nodeTroubles.unknownParam({ node, type, param, known }));
}

/** Strict schemas are made once per spec: a document of 10,000 nodes uses a handful of them. */
const strictSchemas = new WeakMap<NodeSpec, z.ZodObject>();
function strict(spec: NodeSpec): z.ZodObject {
  let schema = strictSchemas.get(spec);
  if (schema === undefined) strictSchemas.set(spec, (schema = spec.params.strict()));
  return schema;
}
