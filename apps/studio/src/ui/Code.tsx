import clsx from 'clsx';
import type { ReactNode } from 'react';

/** Names, hashes and figures inside a sentence. */
export function Code({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <code className={clsx('rounded-sm bg-sunken px-1 py-px font-mono text-[0.92em] break-all', className)}>
      {children}
    </code>
  );
}
