import type { ReactNode } from 'react';

/** A part of the inspector that opens and closes; which ones are open is the browser's to keep while the page lives. */
export const Section = ({
  title,
  hint,
  open = true,
  children,
}: {
  title: string;
  hint?: string;
  open?: boolean;
  children: ReactNode;
}) => (
  <details open={open} className="group border-b border-line">
    <summary className="flex h-9 cursor-default list-none items-center gap-1 px-4 font-semibold hover:bg-hover">
      <span aria-hidden className="w-3 text-ink-3 group-open:rotate-90">
        ›
      </span>
      {title}
    </summary>
    <div className="space-y-3 px-4 pb-4">
      {hint !== undefined && <p className="text-sm text-ink-3">{hint}</p>}
      {children}
    </div>
  </details>
);
