import { useEffect, useRef } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { PaletteList, type PaletteListProps } from './PaletteList.tsx';

export interface PalettePopoverProps extends PaletteListProps {
  /** On screen: the upper left corner, as far as there is room. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

const WIDTH = 340;
const HEIGHT = 440;

/** The palette where a node is wanted. Escape and a click elsewhere close it; nothing is made then. */
export function PalettePopover({ at, onClose, ...list }: PalettePopoverProps) {
  const t = useMessages(messages);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const elsewhere = (event: PointerEvent): void => {
      if (!box.current?.contains(event.target as Node)) onClose();
    };
    addEventListener('pointerdown', elsewhere, true);
    return () => removeEventListener('pointerdown', elsewhere, true);
  }, [onClose]);
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={t('title')}
      className="nokey fixed z-50 flex flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-raised"
      style={{
        left: Math.max(8, Math.min(at.x, innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(at.y, innerHeight - HEIGHT - 8)),
        width: WIDTH,
        maxHeight: Math.min(HEIGHT, innerHeight - 16),
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
    >
      <PaletteList {...list} autoFocus />
    </div>
  );
}
