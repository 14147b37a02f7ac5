import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What would be here, and how it comes to be. */
  readonly text?: string | undefined;
  readonly action?: ReactNode;
  /** Where it is all there is on the page, its title is the page's. */
  readonly isPage?: boolean;
}

export function EmptyState({ icon: Icon, title, text, action, isPage = false }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-lg border border-dashed border-line-strong p-6">
      <Icon aria-hidden className="size-5 text-ink-3" />
      {isPage ? <h1 className="text-lg font-semibold">{title}</h1> : <p className="font-semibold">{title}</p>}
      {text !== undefined && <p className="max-w-prose text-ink-2">{text}</p>}
      {action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
