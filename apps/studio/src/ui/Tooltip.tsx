import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { Kbd } from './Kbd.tsx';

export interface TooltipProps {
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref and props. */
  readonly children: ReactElement;
}

/** What a thing is called and which keys it has, after a moment's rest on it or when it has the focus. */
export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-sm text-paper shadow-raised"
        >
          {label}
          {shortcut !== undefined && <Kbd keys={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Once around the studio: after one tooltip, its neighbours open at once. */
export const TooltipProvider = ({ children }: { readonly children: React.ReactNode }) => (
  <Radix.Provider delayDuration={450} skipDelayDuration={200} disableHoverableContent>
    {children}
  </Radix.Provider>
);
