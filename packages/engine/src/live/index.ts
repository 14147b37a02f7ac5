/**
 * A document as people edit it together: how it lies in a Y.Doc, what can be done to it, and how it is read. Browser-safe.
 * Rooms keep the updates; nothing here stores or sends.
 */
export {
  EDIT,
  STORED,
  edgesOf,
  groupsOf,
  metaOf,
  nodesOf,
  paramsOf,
  textOf,
  type LiveNode,
} from './schema.ts';
export { readEdge, readLive, readMeta, readNode, type LiveReading, type Reading } from './read.ts';
export {
  addNode,
  connect,
  edgeIdOf,
  fillLive,
  groupNodes,
  insertGraph,
  moveNodes,
  newNodeId,
  removeEdges,
  removeNodes,
  renameGroup,
  setMeta,
  setNodeField,
  setParam,
  ungroup,
  upgradeNode,
  type Position,
} from './edits.ts';
export { keyOf, personOf, WEFT, type Author } from './author.ts';
export { blame, touchedNodes, type Change, type NodeBlame, type TextSpan, type Touched } from './blame.ts';
export { IdSet, type Span } from './idSet.ts';
export {
  contentOf,
  foldRows,
  LONGEST_MS,
  noContent,
  PAUSE_MS,
  type Content,
  type Logged,
  type Stretch,
} from './stretches.ts';
export {
  CLOSE,
  isFinal,
  LIMITS,
  MESSAGE,
  MESSAGE_RATE,
  messageCost,
  MIB,
  ROOM_PROTOCOL,
  SYNC,
} from './protocol.ts';
export { part, renamed } from './copies.ts';
export { sharedTexts, textParamsOf, type SharedTexts, type TextParams } from './textParams.ts';
