import { z } from 'zod';
import { edgeId, end, ID_PATTERN, nodeId, type EdgeId, type NodeId, type End } from './ids.ts';
import type { Json } from './json.ts';

/**
 * The authored graph. Nodes and edges are maps keyed by id, never arrays: two people adding a node at once must not
 * collide on a position. Nothing observed (status, results, times) is ever stored here.
 */
export const DOCUMENT_FORMAT = 'weft.document';
export const DOCUMENT_VERSION = 1;

/** Limits of one document. Larger graphs are refused by name of the limit, not by running out of memory. */
export const DOCUMENT_LIMITS = { nodes: 20_000, edges: 100_000, paramsBytes: 1_000_000 } as const;

const json: z.ZodType<Json> = z.json() as z.ZodType<Json>;

export const documentNode = z.strictObject({
  type: z.string().min(1).max(100),
  /** Version of the node type this node was made with; old versions keep running. Absent = newest known. */
  version: z.int().positive().optional(),
  title: z.string().max(200).optional(),
  params: z.record(z.string(), json).default({}),
  position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
  note: z.string().max(20_000).optional(),
  /** Id of the group it is drawn in. */
  group: z.string().regex(ID_PATTERN).optional(),
});

/** A named frame around the nodes that name it. It means nothing to a run. */
export const documentGroup = z.strictObject({ title: z.string().max(200) });

export const documentEdge = z.strictObject({ from: end, to: end });

export const graphDocument = z.strictObject({
  format: z.literal(DOCUMENT_FORMAT),
  formatVersion: z.literal(DOCUMENT_VERSION),
  /** Names the document across runs, so that `explain` can compare with the last one. Absent = its file path. */
  id: z.string().min(1).max(200).optional(),
  title: z.string().max(200).default('Untitled'),
  description: z.string().max(20_000).optional(),
  /** Every seeded step derives its randomness from this. */
  seed: z.int().min(0).max(0xffff_ffff).default(0),
  nodes: z.record(nodeId, documentNode),
  edges: z.record(edgeId, documentEdge).default({}),
  groups: z.record(z.string().regex(ID_PATTERN), documentGroup).optional(),
});

export interface DocumentNode extends z.output<typeof documentNode> {}
export interface DocumentGroup extends z.output<typeof documentGroup> {}
export interface DocumentEdge {
  readonly from: End;
  readonly to: End;
}
export interface GraphDocument extends Omit<z.output<typeof graphDocument>, 'nodes' | 'edges'> {
  nodes: Record<NodeId, DocumentNode>;
  edges: Record<EdgeId, DocumentEdge>;
}
