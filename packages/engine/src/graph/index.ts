export { canonicalJson, type Json } from './json.ts';
export { end, formatEnd, nodeId, edgeId, ID_PATTERN, type End, type NodeId, type EdgeId } from './ids.ts';
export {
  DOCUMENT_FORMAT,
  DOCUMENT_LIMITS,
  DOCUMENT_VERSION,
  documentEdge,
  documentGroup,
  documentNode,
  graphDocument,
  type DocumentEdge,
  type DocumentGroup,
  type DocumentNode,
  type GraphDocument,
} from './document.ts';
export type { Text } from './text.ts';
export {
  blob,
  columnFeeds,
  index,
  KIND_TEXT,
  model,
  refusal,
  report,
  table,
  type ArtifactKind,
  type Columns,
  type ColumnType,
  type Port,
  type Ports,
  type PortType,
} from './ports.ts';
export {
  DEFAULT_LIMITS,
  defineNode,
  limitsOf,
  resourcesOf,
  type Limits,
  type NodeSpec,
  type ParamsOf,
  type Purity,
  type Resources,
  type Shape,
  type Stage,
} from './nodeSpec.ts';
export { specRegistry, type SpecRegistry } from './registry.ts';
export { unwrap, type Unwrapped } from './schemas.ts';
export { currentParams, type CurrentParams } from './migrateParams.ts';
export { mapDocumentPaths, mapPaths, type FoundPath } from './pathParams.ts';
export { closure, topologicalOrder, type Ordering } from './topology.ts';
export {
  diagnostic,
  DIAGNOSTIC_CODES,
  wordsOf,
  type Diagnostic,
  type DiagnosticCode,
  type DiagnosticWords,
} from './diagnostics.ts';
export { didYouMean, suggestion } from './didYouMean.ts';
export { documentTroubles } from './documentTroubles.ts';
export { issueText } from './issueText.ts';
export { formatDocument } from './formatDocument.ts';
export { parseDocument, readDocument, type Parsed } from './parseDocument.ts';
