import type { NodeSpec } from '@weft/engine/graph';
import { Ellipsis } from 'lucide-react';
import { useMessages } from '../../i18n/index.ts';
import type { StepState } from '../../runs/index.ts';
import { IconButton, Menu, StageIcon, type MenuItem } from '../../ui/index.ts';
import { CellStatus } from './CellStatus.tsx';
import { CellTitle } from './CellTitle.tsx';
import { messages } from './messages.ts';

export interface CellHeaderProps {
  readonly nodeId: string;
  readonly spec: NodeSpec;
  readonly step: StepState | null;
  readonly title: string;
  readonly own: string | undefined;
  readonly menu: () => readonly MenuItem[];
  readonly editing: boolean;
  readonly onEditing: (editing: boolean) => void;
}

export function CellHeader({ nodeId, spec, step, title, own, menu, editing, onEditing }: CellHeaderProps) {
  const t = useMessages(messages);
  return (
    <header className="flex h-9 shrink-0 items-center gap-2 pr-1.5 pl-3">
      <StageIcon stage={spec.stage} />
      <CellTitle nodeId={nodeId} title={title} own={own} editing={editing} onEditing={onEditing} />
      <CellStatus nodeId={nodeId} step={step} />
      <Menu
        items={menu()}
        trigger={<IconButton icon={Ellipsis} size="sm" className="nodrag" label={t('menu', { title })} />}
      />
    </header>
  );
}
