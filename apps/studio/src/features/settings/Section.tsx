import { useId, type ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  /** What this is for, in a sentence. */
  readonly text?: string | undefined;
  /** At the right of the title. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

export function Section({ title, text, action, children }: SectionProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h2 id={heading} className="text-lg font-semibold">
            {title}
          </h2>
          {text !== undefined && <p className="mt-0.5 max-w-160 text-ink-2">{text}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
