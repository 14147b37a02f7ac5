import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { useMessages } from '../i18n/index.ts';
import { IconButton } from './IconButton.tsx';
import { messages } from './messages.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** 400, 560, 800 px or nearly the whole window. Default md. */
  readonly size?: 'sm' | 'md' | 'lg' | 'full';
}

const WIDTH = { sm: 'w-100', md: 'w-140', lg: 'w-200', full: 'w-[calc(100vw-48px)] h-[calc(100vh-48px)]' };

/** A sheet over the page: traps the focus, gives it back, and goes away with Escape. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'md',
}: DialogProps) {
  const t = useMessages(messages);
  const sheet = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="weft-fade weft-overlay fixed inset-0 z-40" data-modal />
        <Radix.Content
          ref={sheet}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            // A control with autoFocus has it already; else the sheet, not the button that closes it.
            event.preventDefault();
            sheet.current?.focus();
          }}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={clsx(
            'weft-rise fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-48px)] max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-raised shadow-raised outline-none',
            WIDTH[size],
          )}
        >
          <header className="flex items-start gap-3 border-b border-line py-3 pr-3 pl-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-ink-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label={t('close')} shortcut="escape" />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
