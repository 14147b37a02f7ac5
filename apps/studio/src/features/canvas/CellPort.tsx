import type { Port } from '@weft/engine/graph';
import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import { PortShape, typeWords } from '../../document/index.ts';
import { useLanguage, useMessages } from '../../i18n/index.ts';
import type { CellPort as Placed } from './geometry.ts';
import { messages } from './messages.ts';
import { usePortMood } from './wiringStore.ts';

export interface CellPortProps {
  readonly nodeId: string;
  readonly placed: Placed;
  /** What the node's type says about it; null for a port it does not have. */
  readonly port: Port | null;
}

export const CellPort = memo(function CellPort({ nodeId, placed, port }: CellPortProps) {
  const t = useMessages(messages);
  const language = useLanguage();
  const { side, name, y } = placed;
  const mood = usePortMood({ node: nodeId as never, port: name, side });
  const words =
    port === null
      ? t('port-ghost', { name })
      : t(side === 'in' ? 'input' : 'output', { name, type: typeWords(port.type) });
  const more = [port?.optional ? t('optional') : null, port?.description?.[language]]
    .filter(Boolean)
    .join(' · ');
  return (
    <Handle
      id={name}
      type={side === 'in' ? 'target' : 'source'}
      position={side === 'in' ? Position.Left : Position.Right}
      isConnectable={port !== null}
      style={{ top: y }}
      className="weft-port"
      data-mood={mood}
      data-wired={placed.wired}
      data-optional={port?.optional ?? false}
      data-testid={`port-${nodeId}-${side}-${name}`}
      role="img"
      aria-label={words}
      title={more === '' ? words : `${words}\n${more}`}
    >
      <PortShape kind={port?.type.kind ?? null} />
      <span className="weft-port-label" aria-hidden="true">
        {name}
      </span>
    </Handle>
  );
});
