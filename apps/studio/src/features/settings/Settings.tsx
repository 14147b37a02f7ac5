import { lazy, Suspense } from 'react';
import { Page, type SettingsTab } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import { RowsSkeleton } from './RowsSkeleton.tsx';
import { SettingsNav } from './SettingsNav.tsx';

const TABS = {
  workspace: lazy(async () => ({ default: (await import('./workspace/WorkspaceTab.tsx')).WorkspaceTab })),
  members: lazy(async () => ({ default: (await import('./members/MembersTab.tsx')).MembersTab })),
  keys: lazy(async () => ({ default: (await import('./keys/KeysTab.tsx')).KeysTab })),
  sessions: lazy(async () => ({ default: (await import('./person/PersonTab.tsx')).PersonTab })),
  appearance: lazy(async () => ({ default: (await import('./appearance/AppearanceTab.tsx')).AppearanceTab })),
} as const satisfies Record<SettingsTab, unknown>;

/** The settings of the workspace one is in, and those that follow the person into every workspace. */
export function Settings({ tab }: { readonly tab: SettingsTab }) {
  const t = useMessages(messages);
  const Tab = TABS[tab];
  return (
    <Page title={t('title')}>
      <div className="flex gap-8 max-lg:flex-col max-lg:gap-4">
        <SettingsNav tab={tab} />
        <div className="flex min-w-0 flex-1 flex-col gap-8">
          <Suspense fallback={<RowsSkeleton />}>
            <Tab />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}
