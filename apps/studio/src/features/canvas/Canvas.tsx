import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentType,
  type DragEvent,
  type ReactNode,
} from 'react';
import {
  placing,
  portType,
  registry,
  select,
  selection,
  useLive,
  useNodeIds,
  type Point,
  NODE_DRAG,
} from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { createNode, growthPort } from './actions.ts';
import type { NodeAsked, PaletteRequest } from './ask.ts';
import './canvas.css';
import { Announcer } from './Announcer.tsx';
import { CanvasCell } from './CanvasCell.tsx';
import { CanvasControls } from './CanvasControls.tsx';
import { CanvasMenu } from './CanvasMenu.tsx';
import { CellSlot, FullHeights, type CellComponent } from './cellSlot.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import type { CellNode } from './flowNodes.ts';
import { GroupFrames } from './GroupFrames.tsx';
import { GuideLines } from './GuideLines.tsx';
import { messages } from './messages.ts';
import { besides, freePlace } from './place.ts';
import { useCanvasCommands } from './useCanvasCommands.ts';
import { useClipboard } from './useClipboard.ts';
import { useDrawing } from './useDrawing.ts';
import { useFileDrop } from './useFileDrop.ts';
import { useFlow } from './useFlow.ts';
import { useLayout } from './useLayout.ts';
import { usePointer } from './usePointer.ts';
import { useReveal } from './useReveal.ts';
import { useTypeScale } from './useTypeScale.ts';
import { useWiring } from './useWiring.ts';
import { useWalk } from './useWalk.ts';
import { Wire, type WireEdge } from './Wire.tsx';
import { WireInHand } from './WireInHand.tsx';
import { firstView, keepView, keptView } from './view.ts';
import { zoomLevel, ZOOM } from './zoom.ts';

const ConnectDialog = lazy(async () => ({ default: (await import('./ConnectDialog.tsx')).ConnectDialog }));

const NODE_TYPES = { cell: CanvasCell };
const EDGE_TYPES = { wire: Wire };
/** Where the map costs more than it helps: it draws every node again with each frame of a drag. */
const MAP_NODES = 600;

export interface CanvasProps {
  readonly workspaceId: string;
  readonly cell: CellComponent;
  /** The list of node types, shown where a node is wanted. */
  readonly palette: ComponentType<PaletteRequest & { readonly at: Point }>;
  /** Opens a node (Enter, double click). */
  readonly open: (nodeId: string) => void;
  /** What floats over the canvas and moves with it: the cursors of others. */
  readonly children?: ReactNode;
}

/** The document as a canvas of cells and wires. */
export function Canvas(props: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<DOMRect | null>(null);
  const [heights] = useState(() => new Map<string, number>());
  // Before anything is painted: what is seen at first depends on how much room there is.
  useLayoutEffect(() => setRoom(frame.current!.getBoundingClientRect()), []);
  return (
    <div ref={frame} className="h-full w-full">
      {room !== null && (
        <ReactFlowProvider>
          <CellSlot value={props.cell}>
            <FullHeights value={heights}>
              <CanvasInside {...props} room={room} />
            </FullHeights>
          </CellSlot>
        </ReactFlowProvider>
      )}
    </div>
  );
}

function CanvasInside({
  workspaceId,
  palette: Palette,
  open,
  children,
  room,
}: CanvasProps & { room: DOMRect }) {
  const t = useMessages(messages);
  const live = useLive();
  const ids = useNodeIds();
  const flow = useFlow();
  const { screenToFlowPosition, getNodes, getNode } = useReactFlow<CellNode, WireEdge>();
  const wiring = useWiring();
  const zoom = useStore(({ transform }) => zoomLevel(transform[2]));
  const [asked, setAsked] = useState<NodeAsked | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);
  const pointer = usePointer();
  const frame = useRef<HTMLDivElement>(null);
  const [view] = useState(() => keptView(live.documentId) ?? firstView(flow.nodes, room));

  const at = useCallback(
    (): Point | null => (pointer.last.current === null ? null : screenToFlowPosition(pointer.last.current)),
    [pointer.last, screenToFlowPosition],
  );
  const clipboard = useClipboard(at);
  const layout = useLayout(flow);
  const dropFiles = useFileDrop(workspaceId);
  const drawing = useDrawing(setAsked);
  const walk = useWalk({ drop: flow.drop, open });
  useReveal();
  useTypeScale(frame);

  const ask = useCallback(
    (wanted: NodeAsked) => {
      if (!live.canEdit) return;
      const from = wanted.screen === undefined ? growthPort(live) : null;
      const type = from === null ? null : portType(wiring(), from);
      setAsked(from === null || type === null ? wanted : { wire: { from, type } });
    },
    [live, wiring],
  );
  const importFile = useCallback(() => {
    const input = Object.assign(document.createElement('input'), {
      type: 'file',
      accept: '.json,application/json',
    });
    input.addEventListener('change', () => void input.files?.[0]?.text().then(clipboard.pasteText));
    input.click();
  }, [clipboard.pasteText]);
  useCanvasCommands({ ask, clipboard, layout, connect: setConnecting, importFile });

  const boxes = () =>
    getNodes().map(({ position, measured }) => ({
      ...position,
      width: measured?.width ?? 0,
      height: measured?.height ?? 0,
    }));
  const middle = (): Point => {
    const { left = 0, top = 0, width = 0, height = 0 } = frame.current?.getBoundingClientRect() ?? {};
    return { x: left + width / 2, y: top + height / 2 };
  };
  const choose: PaletteRequest['onChoose'] = (spec) => {
    const { screen, wire } = asked ?? {};
    const from = wire === undefined ? undefined : getNode(wire.from.node);
    const wanted =
      screen !== undefined
        ? screenToFlowPosition(screen)
        : from === undefined
          ? screenToFlowPosition(middle())
          : besides({ ...from.position, width: from.measured?.width ?? 0, height: 0 }, wire!.from.side);
    const place = screen === undefined ? freePlace(wanted, boxes()) : wanted;
    setAsked(null);
    createNode(live, { spec, at: place, wire: wire?.from ?? null });
    frame.current?.querySelector<HTMLElement>('.react-flow')?.focus();
  };

  const chooseNow = useEffectEvent(choose);
  useEffect(() => placing.subscribe(({ spec }) => spec !== null && live.canEdit && chooseNow(spec)), [live]);

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    if (!live.canEdit) return;
    const place = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const spec = registry.get(event.dataTransfer.getData(NODE_DRAG));
    if (spec !== undefined) createNode(live, { spec, at: place });
    else void receive([...event.dataTransfer.files], place);
  };
  /** Document files are pasted; everything else becomes the node that reads it. */
  const receive = async (files: readonly File[], place: Point): Promise<void> => {
    const documents = files.filter(({ name }) => name.endsWith('.weft.json') || name.endsWith('.json'));
    for (const file of documents) clipboard.pasteText(await file.text());
    await dropFiles(
      files.filter((file) => !documents.includes(file)),
      place,
    );
  };

  return (
    <div ref={frame} className="weft-canvas" data-zoom={zoom} {...pointer.handlers}>
      <CanvasMenu ask={ask} open={open}>
        <ReactFlow<CellNode, WireEdge>
          nodes={flow.nodes}
          edges={flow.edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={flow.onNodesChange}
          onNodeDragStop={flow.onDragStop}
          onSelectionDragStop={flow.onDragStop}
          onEdgeClick={(event, { id }) => {
            const { nodes, edges } = selection.getState();
            if (event.shiftKey)
              select(nodes, edges.has(id) ? [...edges].filter((edge) => edge !== id) : [...edges, id]);
            else select([], [id]);
          }}
          onPaneClick={() => select([])}
          onNodeDoubleClick={(event, { id }) => {
            if (!(event.target as Element).closest('input, textarea, button, .nokey')) open(id);
          }}
          {...drawing}
          connectionLineComponent={WireInHand}
          connectionRadius={28}
          connectOnClick={false}
          nodesDraggable={live.canEdit}
          nodesConnectable={live.canEdit}
          // One stop of Tab for all: inside, keys go from node to node, also to those that are out of sight.
          nodesFocusable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
          selectionMode={SelectionMode.Partial}
          panActivationKeyCode="Space"
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements
          minZoom={ZOOM.min}
          maxZoom={ZOOM.max}
          defaultViewport={view}
          onMoveEnd={(_, moved) => keepView(live.documentId, moved)}
          nodeDragThreshold={2}
          proOptions={{ hideAttribution: true }}
          tabIndex={0}
          role="application"
          aria-label={t('canvas', { count: ids.length })}
          onKeyDown={walk}
          onDragOver={(event) => event.preventDefault()}
          onDrop={onDrop}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--line-strong)" />
          <GroupFrames nodes={flow.nodes} hold={flow.hold} drop={flow.drop} />
          <GuideLines guides={flow.guides} />
          <Announcer />
          <CanvasControls map={ids.length > 0 && ids.length <= MAP_NODES} />
          {children}
        </ReactFlow>
      </CanvasMenu>
      {ids.length === 0 && asked === null && <EmptyCanvas />}
      <Suspense>
        {asked !== null && (
          <Palette
            at={asked.screen ?? middle()}
            fits={asked.wire === undefined ? null : { type: asked.wire.type, side: asked.wire.from.side }}
            onChoose={choose}
            onClose={() => setAsked(null)}
          />
        )}
        {connecting !== null && <ConnectDialog nodeId={connecting} onClose={() => setConnecting(null)} />}
      </Suspense>
    </div>
  );
}
