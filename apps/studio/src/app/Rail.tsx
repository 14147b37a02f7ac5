import clsx from 'clsx';
import { Search } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useMessages } from '../i18n/index.ts';
import { Mark, openDialog, paths, useWorkspace } from '../shell/index.ts';
import { Kbd, Tooltip, useMediaQuery } from '../ui/index.ts';
import { messages } from './messages.ts';
import { PersonMenu } from '../shell/PersonMenu.tsx';
import { SECTIONS, sectionOf } from './sections.ts';
import { WorkspaceMenu } from '../shell/WorkspaceMenu.tsx';

const ENTRY = 'flex h-8 items-center gap-2.5 rounded-md px-2 max-lg:justify-center';

const AWAY = 'text-ink-2 hover:bg-hover hover:text-ink';

/** The places of a workspace. On narrow screens its words make room and become tooltips. */
export function Rail() {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  const [path] = useLocation();
  const here = sectionOf(path);
  const narrow = useMediaQuery('(width < 64rem)');
  const named = (label: string, shortcut: string | undefined, entry: React.ReactElement) =>
    narrow ? (
      <Tooltip label={label} shortcut={shortcut} side="right">
        {entry}
      </Tooltip>
    ) : (
      entry
    );
  return (
    <header className="flex w-54 shrink-0 flex-col gap-1 border-r border-line bg-surface p-2 max-lg:w-12 max-lg:px-1.5">
      <div className="mb-1 flex items-center gap-1 max-lg:flex-col">
        <Link href={paths.home(slug)} aria-label={t('mark')} className="rounded-md p-1">
          <Mark />
        </Link>
        <WorkspaceMenu />
      </div>
      {named(
        t('palette'),
        'mod+k',
        <button type="button" className={clsx(ENTRY, AWAY)} onClick={() => openDialog('palette')}>
          <Search aria-hidden className="size-4 shrink-0" />
          <span className="flex-1 text-left max-lg:sr-only">{t('palette')}</span>
          <Kbd keys="mod+k" className="max-lg:hidden" />
        </button>,
      )}
      <nav aria-label={t('sections')} className="flex flex-col gap-0.5">
        {SECTIONS.map(({ id, icon: Icon, path: to, shortcut }) => (
          <div key={id}>
            {named(
              t(id),
              shortcut,
              <Link
                href={to(slug)}
                aria-current={here === id ? 'page' : undefined}
                className={clsx(ENTRY, here === id ? 'bg-selected font-medium text-ink' : AWAY)}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                <span className="max-lg:sr-only">{t(id)}</span>
              </Link>,
            )}
          </div>
        ))}
      </nav>
      <div className="mt-auto flex p-1 max-lg:justify-center">
        <PersonMenu side="top" />
      </div>
    </header>
  );
}
