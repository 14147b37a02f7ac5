import { useLocation } from 'wouter';
import { Page, paths, SETTINGS_TABS, useWorkspace, type SettingsTab } from '../../app/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Tabs } from '../../ui/index.ts';
import { AppearanceTab } from './AppearanceTab.tsx';
import { KeysTab } from './KeysTab.tsx';
import { MembersTab } from './MembersTab.tsx';
import { messages } from './messages.ts';
import { PersonTab } from './PersonTab.tsx';
import { WorkspaceTab } from './WorkspaceTab.tsx';

const CONTENT: Readonly<Record<SettingsTab, () => React.ReactNode>> = {
  workspace: WorkspaceTab,
  members: MembersTab,
  keys: KeysTab,
  sessions: PersonTab,
  appearance: AppearanceTab,
};

/** Each tab has an address of its own. */
export function Settings({ tab }: { readonly tab: SettingsTab }) {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  const [, navigate] = useLocation();
  const Content = CONTENT[tab];
  return (
    <Page title={t('title')}>
      <Tabs
        label={t('tabs')}
        value={tab}
        onValueChange={(next) => navigate(paths.settings(slug, next))}
        items={SETTINGS_TABS.map((value) => ({ value, label: t(`tab-${value}`) }))}
      >
        <div className="max-w-180 pt-5">
          <Content />
        </div>
      </Tabs>
    </Page>
  );
}
