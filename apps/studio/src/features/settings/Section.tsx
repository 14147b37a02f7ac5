import type { ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  readonly text?: string;
  /** At the right of the title. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

export function Section({ title, text, action, children }: SectionProps) {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-3 border-b border-line py-5 first:pt-0 last:border-0"
    >
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">{title}</h2>
          {text !== undefined && <p className="mt-0.5 max-w-prose text-ink-2">{text}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
