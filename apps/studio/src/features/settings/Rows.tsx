import type { ReactNode } from 'react';

/** A list of few things with what can be done to each, framed like a sheet. */
export function Rows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-lg border border-line bg-surface">
      {children}
    </ul>
  );
}

export const ROW = 'flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2';
