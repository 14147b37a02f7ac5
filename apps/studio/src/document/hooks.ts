import type { Diagnostic, DocumentEdge, DocumentGroup, DocumentNode, EdgeId } from '@weft/engine/graph';
import type { LiveReading } from '@weft/engine/live';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useLive } from './context.ts';
import type { Meta, Topic, Wire } from './liveStore.ts';
import type { Person, Presence } from './presence.ts';
import type { SaveState } from './saving.ts';
import { selection, type Selection } from './selection.ts';

/** Each hook re-renders its component when, and only when, the thing it names has changed. */
function useTopic<T>(topic: Topic, get: () => T): T {
  const { store } = useLive();
  const subscribe = useCallback((listener: () => void) => store.subscribe(topic, listener), [store, topic]);
  return useSyncExternalStore(subscribe, get);
}

/** Ids of all nodes; the same array until a node comes or goes. */
export function useNodeIds(): readonly string[] {
  return useTopic('ids', useLive().store.nodeIds);
}

/** Null when there is no such node, or what is there cannot be read. */
export function useNode(id: string): DocumentNode | null {
  const { store } = useLive();
  return useTopic(`node:${id}`, () => store.node(id));
}

export function useEdges(): ReadonlyMap<EdgeId, DocumentEdge> {
  return useTopic('edges', useLive().store.edges);
}

/** The wires that touch a node; re-renders only when one of them comes or goes. */
export function useWires(nodeId: string): readonly Wire[] {
  const { store } = useLive();
  return useTopic('edges', () => store.wiresOf(nodeId));
}

export function useGroups(): ReadonlyMap<string, DocumentGroup> {
  return useTopic('groups', useLive().store.groups);
}

export function useMeta(): Meta {
  return useTopic('meta', useLive().store.meta);
}

const GRAPH_QUIET_MS = 150;

/** The whole document, for what looks at all of it. Follows edits after a short quiet. */
export function useGraph(): LiveReading {
  const { store } = useLive();
  const [reading, setReading] = useState(store.reading);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => setReading(store.reading()), GRAPH_QUIET_MS);
    };
    setReading(store.reading());
    const stop = store.subscribe('any', later);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
  return reading;
}

/** Everything that keeps the document from running. */
export function useDiagnostics(): readonly Diagnostic[] {
  const { diagnostics } = useLive();
  return useSyncExternalStore(diagnostics.subscribe, diagnostics.all);
}

export function useDiagnosticsOf(nodeId: string): readonly Diagnostic[] {
  const { diagnostics } = useLive();
  return useSyncExternalStore(diagnostics.subscribe, () => diagnostics.of(nodeId));
}

export function useDiagnosticsOfEdge(edgeId: string): readonly Diagnostic[] {
  const { diagnostics } = useLive();
  return useSyncExternalStore(diagnostics.subscribe, () => diagnostics.ofEdge(edgeId));
}

export function useSaveState(): SaveState {
  const { connection } = useLive();
  return useSyncExternalStore(connection.subscribe, connection.saveState);
}

/** Everybody else in the document. Changes with every cursor: only for what draws cursors and avatars. */
export function useOthers(): readonly Person[] {
  const { presence } = useLive();
  return useSyncExternalStore(presence.subscribe, presence.others);
}

/** Who else edits the node, or one param of it. */
export function useEditing(nodeId: string, param?: string): Person | null {
  const { presence } = useLive();
  return useSyncExternalStore(presence.subscribe, () => presence.editing(nodeId, param));
}

/** Somebody else who has the node selected. */
export function useSelecting(nodeId: string): Person | null {
  const { presence } = useLive();
  return useSyncExternalStore(presence.subscribe, () => presence.selecting(nodeId));
}

/** Tells the others what this person does. `null` takes a field back. */
export function useSetPresence(): (partial: Partial<Presence>) => void {
  return useLive().presence.set;
}

export const useSelection = (): Selection => useStore(selection);

export const useIsSelected = (nodeId: string): boolean =>
  useStore(selection, ({ nodes }) => nodes.has(nodeId));

/** The selected node when it is the only one. */
export const useSelectedNode = (): string | null =>
  useStore(selection, ({ nodes }) => (nodes.size === 1 ? [...nodes][0]! : null));
