import type { ReactNode } from 'react';
import { useTitle } from './useTitle.ts';

export interface PageProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly text?: string;
  /** At the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page beside the rail: a title, what can be done, the content. */
export function Page({ title, text, actions, children }: PageProps) {
  useTitle(title);
  return (
    <div className="mx-auto flex w-full max-w-280 flex-col gap-5 px-6 py-6 max-md:px-4">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h1 className="text-xl font-semibold">{title}</h1>
          {text !== undefined && <p className="mt-0.5 max-w-prose text-ink-2">{text}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
