import { connect } from '@weft/engine/live';
import type {
  Connection,
  FinalConnectionState,
  HandleType,
  IsValidConnection,
  OnConnectStart,
} from '@xyflow/react';
import { useCallback } from 'react';
import { portKey, portType, useLive, verdicts, type PortRef } from '../../document/index.ts';
import type { AskForNode } from './ask.ts';
import type { WireEdge } from './Wire.tsx';
import { beginWire, drawing, endWire } from './wiringStore.ts';
import { useWiring } from './useWiring.ts';

interface Drawing {
  readonly onConnectStart: OnConnectStart;
  readonly onConnect: (connection: Connection) => void;
  readonly onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => void;
  readonly isValidConnection: IsValidConnection<WireEdge>;
}

const refOf = (node: string, port: string | null, type: HandleType): PortRef =>
  ({ node, port: port ?? '', side: type === 'target' ? 'in' : 'out' }) as PortRef;

/** Drawing a wire by pointer: from a port to one that takes it, or to empty canvas, where `ask` offers what would. */
export function useDrawing(ask: AskForNode): Drawing {
  const { doc, undo } = useLive();
  const wiring = useWiring();

  const onConnectStart = useCallback<OnConnectStart>(
    (_, { nodeId, handleId, handleType }) => {
      if (nodeId === null || handleType === null) return;
      const from = refOf(nodeId, handleId, handleType);
      beginWire(from, verdicts(wiring(), from));
    },
    [wiring],
  );

  const onConnect = useCallback(
    ({ source, sourceHandle, target, targetHandle }: Connection) => {
      const from = refOf(source, sourceHandle, 'source');
      const to = refOf(target, targetHandle, 'target');
      const verdict = verdicts(wiring(), from).get(portKey(to));
      if (verdict?.ok !== true) return;
      undo.stopCapturing();
      connect(
        doc,
        { from: { node: from.node, port: from.port }, to: { node: to.node, port: to.port } },
        verdict.replaces,
      );
    },
    [doc, undo, wiring],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { toHandle }: FinalConnectionState) => {
      const { from } = drawing.getState();
      endWire();
      const onPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane');
      if (from === null || toHandle !== null || !onPane) return;
      const type = portType(wiring(), from);
      if (type === null) return;
      const { clientX, clientY } = 'changedTouches' in event ? event.changedTouches[0]! : event;
      ask({ screen: { x: clientX, y: clientY }, wire: { from, type } });
    },
    [ask, wiring],
  );

  const isValidConnection = useCallback<IsValidConnection<WireEdge>>(
    ({ source, sourceHandle, target, targetHandle }) => {
      const { from, verdicts: answers } = drawing.getState();
      if (from === null) return false;
      const other =
        from.side === 'out'
          ? refOf(target, targetHandle ?? null, 'target')
          : refOf(source, sourceHandle ?? null, 'source');
      return answers.get(portKey(other))?.ok === true;
    },
    [],
  );
  return { onConnectStart, onConnect, onConnectEnd, isValidConnection };
}
