import * as Y from 'yjs';
import type { z } from 'zod';
import {
  DOCUMENT_FORMAT,
  DOCUMENT_VERSION,
  documentEdge,
  documentGroup,
  documentNode,
  documentTroubles,
  edgeId,
  graphDocument,
  issueText,
  nodeId,
  type Diagnostic,
  type DocumentEdge,
  type DocumentGroup,
  type DocumentNode,
  type EdgeId,
  type GraphDocument,
  type NodeId,
  type Text,
} from '../graph/index.ts';
import { edgesOf, groupsOf, metaOf, nodesOf } from './schema.ts';

/** What a live document says, and what in it could not be understood. It always opens. */
export interface LiveReading {
  readonly document: GraphDocument;
  /** One for each node, edge or field that was left out, naming it. */
  readonly troubles: readonly Diagnostic[];
}

export function readLive(doc: Y.Doc, { id }: { id?: string } = {}): LiveReading {
  const troubles: Diagnostic[] = [];
  const nodes: Record<NodeId, DocumentNode> = {};
  const edges: Record<EdgeId, DocumentEdge> = {};
  const groups: Record<string, DocumentGroup> = {};
  const keep = <T>(reading: Reading<T>, put: (value: T) => void) => {
    if (reading.value !== null) put(reading.value);
    if (reading.trouble !== null) troubles.push(reading.trouble);
  };
  for (const [key, node] of nodesOf(doc).entries())
    keep(readNode(key, node), (value) => (nodes[key as NodeId] = value));
  for (const [key, edge] of edgesOf(doc).entries())
    keep(readEdge(key, edge), (value) => (edges[key as EdgeId] = value));
  for (const [key, group] of groupsOf(doc).entries())
    keep(readGroup(key, group), (value) => (groups[key] = value));
  const document: GraphDocument = {
    format: DOCUMENT_FORMAT,
    formatVersion: DOCUMENT_VERSION,
    ...(id === undefined ? {} : { id }),
    ...readMeta(doc),
    nodes,
    edges,
    ...(Object.keys(groups).length === 0 ? {} : { groups }),
  };
  return { document, troubles };
}

export interface Reading<T> {
  readonly value: T | null;
  readonly trouble: Diagnostic | null;
}

/** A misspelt or malformed field is left out and told; only a node without a type is left out whole. */
export function readNode(key: string, node: unknown): Reading<DocumentNode> {
  if (!nodeId.safeParse(key).success) return left('node', key, BAD_ID);
  if (!(node instanceof Y.Map)) return left('node', key, NO_NODE);
  const raw = toPlain(node) as Record<string, unknown>;
  const parsed = documentNode.safeParse(raw);
  if (parsed.success) return { value: parsed.data, trouble: null };
  const bad = new Set(parsed.error.issues.flatMap((issue) => namesOf(issue)));
  const rest = documentNode.safeParse(
    Object.fromEntries(Object.entries(raw).filter(([name]) => !bad.has(name))),
  );
  const issue = parsed.error.issues[0]!;
  const [place, { en, zh }] = [issue.path.join('.'), issueText(issue)];
  const trouble = documentTroubles.leftOut('node', key, { en: `${place}: ${en}`, zh: `${place}：${zh}` });
  return { value: rest.success ? rest.data : null, trouble };
}

export function readEdge(key: string, edge: unknown): Reading<DocumentEdge> {
  if (!edgeId.safeParse(key).success) return left('edge', key, BAD_ID);
  const parsed = documentEdge.safeParse(edge);
  return parsed.success
    ? { value: parsed.data, trouble: null }
    : left('edge', key, issueText(parsed.error.issues[0]!));
}

function readGroup(key: string, group: unknown): Reading<DocumentGroup> {
  const parsed = documentGroup.safeParse(group);
  return parsed.success ? { value: parsed.data, trouble: null } : { value: null, trouble: null };
}

export function readMeta(doc: Y.Doc): Pick<GraphDocument, 'title' | 'description' | 'seed'> {
  const { title, description, seed } = graphDocument.shape;
  const meta = metaOf(doc);
  const say = title.safeParse(meta.get('title'));
  const about = description.safeParse(meta.get('description'));
  const random = seed.safeParse(meta.get('seed'));
  return {
    title: say.success ? say.data : plainText(meta.get('title')).slice(0, 200),
    ...(about.success && about.data !== undefined ? { description: about.data } : {}),
    seed: random.success ? random.data : 0,
  };
}

const plainText = (value: unknown): string => (typeof value === 'string' ? value : 'Untitled');

const namesOf = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])];

const left = (what: 'node' | 'edge', key: string, why: Text): Reading<never> => ({
  value: null,
  trouble: documentTroubles.leftOut(what, key, why),
});

const BAD_ID: Text = { en: 'its id is not allowed', zh: '编号不合法' };
const NO_NODE: Text = { en: 'it is not a node', zh: '这不是节点' };

/** Y types → plain JSON, one level of code for all: texts become strings. */
function toPlain(value: unknown): unknown {
  if (value instanceof Y.Text) return value.toJSON();
  if (value instanceof Y.Map)
    return Object.fromEntries([...value.entries()].map(([key, inner]) => [key, toPlain(inner)]));
  if (value instanceof Y.AbstractType) return null;
  return value;
}
