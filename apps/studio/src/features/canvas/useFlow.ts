import { moveNodes } from '@weft/engine/live';
import { applyNodeChanges, useStoreApi, type NodeChange, type XYPosition } from '@xyflow/react';
import { use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  circularEdges,
  select,
  selection,
  specOf,
  useEdges,
  useLive,
  useSelection,
  type Point,
} from '../../document/index.ts';
import { FullHeights } from './cellSlot.ts';
import { fallbackPlaces, reconcile, type CellNode, type FlowSource } from './flowNodes.ts';
import { around, snap, type Box, type Guide } from './guides.ts';
import type { WireEdge } from './Wire.tsx';
import { zoomLevel } from './zoom.ts';

const NO_GUIDES: readonly Guide[] = [];
const NOBODY: ReadonlySet<string> = new Set();
/** Screen pixels within which a dragged cell lines up. */
const SNAP_PX = 6;
export const TOLD = 100;

export interface Flow {
  readonly nodes: CellNode[];
  readonly edges: WireEdge[];
  readonly guides: readonly Guide[];
  readonly onNodesChange: (changes: NodeChange<CellNode>[]) => void;
  /** Places that are shown but not written: a drag, an animation. Null ends it. */
  readonly hold: (places: Readonly<Record<string, Point>> | null) => void;
  /** Writes where things were dropped, as one step of undo. */
  readonly drop: (places: Readonly<Record<string, Point>>) => void;
  readonly onDragStop: () => void;
}

/**
 * The document and React Flow, both ways. While somebody drags, nothing is written: places are held here and told to the
 * others through presence; the drop is one edit.
 */
export function useFlow(): Flow {
  const { store, presence, doc, undo } = useLive();
  const flow = useStoreApi<CellNode>();
  const heights = use(FullHeights);
  const held = useRef<Readonly<Record<string, Point>>>({});
  const fallback = useRef<Readonly<Record<string, Point>> | null>(null);

  const source = useCallback((): FlowSource => {
    const mine = held.current;
    const theirs = Object.assign({}, ...presence.others().map(({ dragging }) => dragging ?? {})) as Record<
      string,
      Point
    >;
    return {
      ids: store.nodeIds(),
      node: store.node,
      wiresOf: store.wiresOf,
      specOf,
      selected: selection.getState().nodes,
      moved: { ...theirs, ...mine },
      held: Object.keys(mine).length === 0 ? NOBODY : new Set(Object.keys(mine)),
      fallback: (id) =>
        (fallback.current ??= fallbackPlaces(store.nodeIds(), store.edges().values()))[id] ?? { x: 0, y: 0 },
    };
  }, [store, presence]);

  const [nodes, setNodes] = useState(() => reconcile([], source()));
  const [guides, setGuides] = useState(NO_GUIDES);
  const refresh = useCallback(() => setNodes((before) => reconcile(before, source())), [source]);

  useEffect(() => {
    const forget = (): void => {
      fallback.current = null;
    };
    const stops = [
      store.subscribe('ids', forget),
      store.subscribe('any', refresh),
      selection.subscribe(refresh),
      presence.subscribe(refresh),
    ];
    refresh();
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, presence, refresh]);

  const hold = useCallback(
    (places: Readonly<Record<string, Point>> | null) => {
      held.current = places ?? {};
      refresh();
    },
    [refresh],
  );

  const drop = useCallback(
    (places: Readonly<Record<string, Point>>) => {
      presence.set({ dragging: null });
      setGuides(NO_GUIDES);
      held.current = {};
      if (Object.keys(places).length === 0) return refresh();
      undo.stopCapturing();
      moveNodes(doc, places);
      undo.stopCapturing();
    },
    [doc, presence, refresh, undo],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<CellNode>[]) => {
      const sizes = changes.filter((change) => change.type === 'dimensions');
      if (sizes.length > 0) {
        setNodes((before) => applyNodeChanges(sizes, before));
        if (zoomLevel(flow.getState().transform[2]) === 'near')
          for (const { id, dimensions } of sizes)
            if (dimensions !== undefined) heights.set(id, dimensions.height);
      }
      chosen(changes);
      const dragged = changes.flatMap((change) =>
        change.type === 'position' && change.dragging === true && change.position !== undefined
          ? [[change.id, change.position] as const]
          : [],
      );
      if (dragged.length === 0) return;
      const { nodeLookup, transform } = flow.getState();
      const aligned = align(dragged, nodeLookup, SNAP_PX / transform[2]);
      setGuides(aligned.guides);
      hold(aligned.places);
      // A presence state has a size limit; of a very large selection the others see the drop.
      if (dragged.length <= TOLD) presence.set({ dragging: aligned.places });
    },
    [flow, heights, hold, presence],
  );

  const onDragStop = useCallback(() => drop(held.current), [drop]);
  const edges = useFlowEdges();
  return { nodes, edges, guides, onNodesChange, hold, drop, onDragStop };
}

/** What React Flow selects becomes our selection; it comes back as the nodes' `selected`. */
function chosen(changes: readonly NodeChange<CellNode>[]): void {
  const choices = changes.filter((change) => change.type === 'select');
  if (choices.length === 0) return;
  const { nodes, edges } = selection.getState();
  const next = new Set(nodes);
  for (const { id, selected } of choices)
    if (selected) next.add(id);
    else next.delete(id);
  select(next, edges);
}

type Lookup = ReadonlyMap<
  string,
  { readonly position: XYPosition; readonly measured: { width?: number; height?: number } }
>;

function align(
  dragged: readonly (readonly [string, XYPosition])[],
  lookup: Lookup,
  within: number,
): { places: Record<string, Point>; guides: readonly Guide[] } {
  const boxAt = (id: string, { x, y }: XYPosition): Box => {
    const { width = 0, height = 0 } = lookup.get(id)?.measured ?? {};
    return { x, y, width, height };
  };
  const moving = around(dragged.map(([id, position]) => boxAt(id, position)));
  const ids = new Set(dragged.map(([id]) => id));
  const others = [...lookup].flatMap(([id, { position }]) => (ids.has(id) ? [] : [boxAt(id, position)]));
  const { dx, dy, guides } =
    moving === null ? { dx: 0, dy: 0, guides: NO_GUIDES } : snap(moving, others, within);
  return {
    places: Object.fromEntries(dragged.map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }])),
    guides,
  };
}

function useFlowEdges(): WireEdge[] {
  const edges = useEdges();
  const { edges: selected } = useSelection();
  const circular = useMemo(() => circularEdges(edges), [edges]);
  return useMemo(
    () =>
      [...edges].map(([id, { from, to }]) => ({
        id,
        type: 'wire' as const,
        source: from.node,
        sourceHandle: from.port,
        target: to.node,
        targetHandle: to.port,
        selected: selected.has(id),
        data: { circular: circular.has(id) },
      })),
    [edges, selected, circular],
  );
}
