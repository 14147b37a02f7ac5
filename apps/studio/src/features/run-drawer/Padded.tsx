import type { ReactNode } from 'react';

/** For what is not a list: notes, errors, empty states. */
export const Padded = ({ children }: { readonly children: ReactNode }) => (
  <div className="h-full overflow-auto p-3">{children}</div>
);
