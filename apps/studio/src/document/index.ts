/** The open document: what it says, who is in it, whether it is saved. Edits are the functions of `@weft/engine/live`. */
export { DocumentProvider, type DocumentProviderProps } from './DocumentProvider.tsx';
export { LocalDocument, type LocalDocumentProps } from './LocalDocument.tsx';
export { useLive } from './context.ts';
export type { Live, Me } from './live.ts';
export {
  useDiagnostics,
  useDiagnosticsOf,
  useDiagnosticsOfEdge,
  useEdges,
  useEditing,
  useGraph,
  useGroups,
  useIsSelected,
  useMeta,
  useNode,
  useNodeIds,
  useOthers,
  useSaveState,
  useSelectedNode,
  useSelecting,
  useSelection,
  useSetPresence,
  useWires,
} from './hooks.ts';
export { select, selection, type Selection } from './selection.ts';
export { registry, specOf, textParams } from './specs.ts';
export { colorOf, type Person, type Point, type Presence } from './presence.ts';
export type { Refused, SaveState } from './saving.ts';
export type { Meta, Wire } from './liveStore.ts';
export { reveal, revealed } from './reveal.ts';
export { place, placing } from './placing.ts';
export { copied, pasted, type Pasted } from './clipboard.ts';
export { own } from './own.ts';
export { readerOf, type FileReader } from './fileParams.ts';
export {
  circularEdges,
  fittingPort,
  portKey,
  portType,
  verdicts,
  type PortRef,
  type Side,
  type Verdict,
  type WhyNot,
  type Wiring,
} from './wiring.ts';
export { KIND_COLOR, PortShape } from './PortShape.tsx';
export { kindWord, typeWords, whyNot } from './portWords.ts';
export { NODE_DRAG } from './nodeDrag.ts';
