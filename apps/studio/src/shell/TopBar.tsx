import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMessages } from '../i18n/index.ts';
import { Mark } from './Mark.tsx';
import { messages } from './messages.ts';
import { paths } from './paths.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { useWorkspace } from './workspace.ts';
import { WorkspaceMenu } from './WorkspaceMenu.tsx';

export interface TopBarProps {
  /** After the workspace: the title of the document, its menu, its state. */
  readonly children: ReactNode;
  /** At the right: who is here, Share, Run. */
  readonly end?: ReactNode;
}

/** The bar over a document: where one is at the left, what one can do at the right. */
export function TopBar({ children, end }: TopBarProps) {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  return (
    <header className="flex h-11 shrink-0 items-center gap-1.5 border-b border-line bg-surface px-2 max-lg:gap-0.5 max-sm:px-1">
      <Link href={paths.home(slug)} aria-label={t('mark')} className="rounded-md p-1">
        <Mark />
      </Link>
      <WorkspaceMenu compact />
      <span aria-hidden className="text-ink-3 max-sm:hidden">
        {'/'}
      </span>
      <div className="flex min-w-0 flex-1 items-center gap-2 max-lg:gap-1">{children}</div>
      <div className="flex shrink-0 items-center gap-2 max-lg:gap-1">
        {end}
        <PersonMenu />
      </div>
    </header>
  );
}
