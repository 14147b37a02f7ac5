import { readDocument, type GraphDocument, type Json } from '../graph/index.ts';

export interface NodeSketch {
  readonly type: string;
  readonly params?: { readonly [name: string]: Json };
  /** Input port → "node.port", or several. */
  readonly in?: { readonly [port: string]: string | readonly string[] };
}

/** A document written the way one would draw it: each node with where its inputs come from. */
export function graph(
  nodes: Readonly<Record<string, NodeSketch>>,
  extra: { id?: string; title?: string; seed?: number } = {},
): GraphDocument {
  const edges: Record<string, { from: string; to: string }> = {};
  for (const [id, node] of Object.entries(nodes))
    for (const [port, sources] of Object.entries(node.in ?? {}))
      for (const from of typeof sources === 'string' ? [sources] : sources)
        edges[`${from}-${id}.${port}`] = { from, to: `${id}.${port}` };
  const parsed = readDocument({
    format: 'weft.document',
    formatVersion: 1,
    ...extra,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, { type, params = {} }]) => [id, { type, params }]),
    ),
    edges,
  });
  if (parsed.document === null) throw new Error(parsed.diagnostics.map((d) => d.message).join('\n'));
  return parsed.document;
}
