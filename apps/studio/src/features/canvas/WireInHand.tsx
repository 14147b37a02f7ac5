import { getBezierPath, type ConnectionLineComponentProps } from '@xyflow/react';
import { useStore } from 'zustand';
import { portKey, portType, type PortRef, KIND_COLOR, whyNot } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { useWiring } from './useWiring.ts';
import { drawing } from './wiringStore.ts';

/** The wire that follows the pointer, and what would happen if it were dropped here. */
export function WireInHand({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
  toHandle,
}: ConnectionLineComponentProps) {
  const t = useMessages(messages);
  const { from, verdicts } = useStore(drawing);
  const wiring = useWiring();
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  const type = from === null ? null : portType(wiring(), from);
  const over: PortRef | null =
    toHandle === null
      ? null
      : ({
          node: toHandle.nodeId,
          port: toHandle.id ?? '',
          side: toHandle.type === 'target' ? 'in' : 'out',
        } as PortRef);
  const verdict = over === null ? undefined : verdicts.get(portKey(over));
  const hint =
    verdict === undefined
      ? null
      : verdict.ok
        ? verdict.replaces.length > 0
          ? t('replaces')
          : null
        : whyNot(verdict.why);
  return (
    <g>
      <path
        d={path}
        fill="none"
        className="weft-wire-in-hand"
        stroke={
          verdict?.ok === false
            ? 'var(--status-failed)'
            : type === null
              ? 'var(--ink-3)'
              : KIND_COLOR[type.kind]
        }
      />
      {hint !== null && (
        <foreignObject x={toX + 12} y={toY + 8} width={280} height={80} className="weft-wire-hint">
          <span role="status" data-wrong={verdict?.ok === false}>
            {hint}
          </span>
        </foreignObject>
      )}
    </g>
  );
}
