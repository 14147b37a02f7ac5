import * as Y from 'yjs';

/**
 * How a document lies in a Y.Doc. Four maps, keyed by id and never by position:
 *
 *   meta    title, description, seed
 *   nodes   id → Y.Map { type, version, title, position, note, group, params: Y.Map }
 *   edges   id → { from: "node.port", to: "node.port" }, replaced whole
 *   groups  id → { title }, replaced whole
 *
 * A param is a JSON value, replaced whole, or a Y.Text where people write together (code, prompts). Two people who
 * change different fields of one node both keep their change.
 *
 * A Y.Text is made with its node, never later: two people who made it at once would each lose what the other wrote.
 */
export type LiveNode = Y.Map<unknown>;
export type LiveParams = Y.Map<unknown>;

export const metaOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('meta');
export const nodesOf = (doc: Y.Doc): Y.Map<LiveNode> => doc.getMap('nodes');
export const edgesOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('edges');
export const groupsOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('groups');

export const paramsOf = (node: LiveNode): LiveParams | null => {
  const params = node.get('params');
  return params instanceof Y.Map ? (params as LiveParams) : null;
};

/** The text that several people write at once, or null when the param is a plain value. */
export function textOf(doc: Y.Doc, nodeId: string, param: string): Y.Text | null {
  const node = nodesOf(doc).get(nodeId);
  const value = node instanceof Y.Map ? paramsOf(node)?.get(param) : undefined;
  return value instanceof Y.Text ? value : null;
}

/** Every edit of a person carries this origin: undo follows it, and only it. */
export const EDIT = Symbol('edit');
/** What came from the log or from another process. */
export const STORED = Symbol('stored');
