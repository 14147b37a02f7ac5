import { PanelLeftClose } from 'lucide-react';
import { useMessages } from '../../i18n/index.ts';
import { IconButton } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { PaletteList, type PaletteListProps } from './PaletteList.tsx';

export interface PalettePanelProps extends Pick<PaletteListProps, 'onChoose'> {
  readonly onClose: () => void;
  readonly closeLabel: string;
  readonly shortcut?: string;
}

/** The palette docked beside the canvas. */
export function PalettePanel({ onChoose, onClose, closeLabel, shortcut }: PalettePanelProps) {
  const t = useMessages(messages);
  return (
    <aside
      aria-label={t('title')}
      className="flex h-full w-64 shrink-0 flex-col border-r border-line bg-surface"
    >
      <div className="flex h-9 shrink-0 items-center justify-between pr-1 pl-3">
        <h2 className="font-medium">{t('title')}</h2>
        <IconButton icon={PanelLeftClose} label={closeLabel} shortcut={shortcut} onClick={onClose} />
      </div>
      <PaletteList fits={null} onChoose={onChoose} />
      <p className="shrink-0 border-t border-line px-3 py-2 text-xs text-ink-3">{t('hint')}</p>
    </aside>
  );
}
