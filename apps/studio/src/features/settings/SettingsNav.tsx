import clsx from 'clsx';
import { Building2, KeyRound, Palette, UserRound, Users, type LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { paths, useWorkspace, type SettingsTab } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';

const OF_WORKSPACE = ['workspace', 'members', 'keys'] as const satisfies SettingsTab[];
const OF_PERSON = ['sessions', 'appearance'] as const satisfies SettingsTab[];

const ICON: Readonly<Record<SettingsTab, LucideIcon>> = {
  workspace: Building2,
  members: Users,
  keys: KeyRound,
  sessions: UserRound,
  appearance: Palette,
};

/** Links, not tabs: every part has an address of its own. Beside the content, or in a row above it. */
export function SettingsNav({ tab }: { readonly tab: SettingsTab }) {
  const t = useMessages(messages);
  const { name } = useWorkspace();
  return (
    <nav
      aria-label={t('parts')}
      className="flex w-46 shrink-0 flex-col gap-4 max-lg:w-full max-lg:flex-row max-lg:gap-1 max-lg:overflow-x-auto max-lg:border-b max-lg:border-line max-lg:pb-2"
    >
      <Group title={t('ofWorkspace', { name })} tabs={OF_WORKSPACE} shown={tab} />
      <Group title={t('ofPerson')} tabs={OF_PERSON} shown={tab} />
    </nav>
  );
}

interface GroupProps {
  readonly title: string;
  readonly tabs: readonly SettingsTab[];
  readonly shown: SettingsTab;
}

function Group({ title, tabs, shown }: GroupProps) {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  return (
    <div className="flex flex-col gap-0.5 max-lg:flex-row max-lg:gap-1">
      <p className="truncate px-2 pb-1 text-sm font-semibold text-ink-2 max-lg:hidden">{title}</p>
      {tabs.map((each) => {
        const Icon = ICON[each];
        return (
          <Link
            key={each}
            href={paths.settings(slug, each)}
            aria-current={each === shown ? 'page' : undefined}
            className={clsx(
              'flex h-8 shrink-0 items-center gap-2 rounded-md px-2 whitespace-nowrap -outline-offset-2',
              each === shown
                ? 'bg-selected font-medium text-ink'
                : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            <Icon aria-hidden className="size-4 shrink-0" />
            {t(each)}
          </Link>
        );
      })}
    </div>
  );
}
