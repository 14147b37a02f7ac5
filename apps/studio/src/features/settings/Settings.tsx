import { Page, type SettingsTab } from '../../app/index.ts';

export function Settings({ tab }: { readonly tab: SettingsTab }) {
  return <Page title={tab}>{null}</Page>;
}
