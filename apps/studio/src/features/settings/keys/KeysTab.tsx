import { Lock } from 'lucide-react';
import { useWorkspace } from '../../../shell/index.ts';
import { useMessages } from '../../../i18n/index.ts';
import { EmptyState } from '../../../ui/index.ts';
import { Section } from '../Section.tsx';
import { KeyList } from './KeyList.tsx';
import { messages } from './messages.ts';

export function KeysTab() {
  const t = useMessages(messages);
  const { can } = useWorkspace();
  if (can('key:read')) return <KeyList />;
  return (
    <Section title={t('keys')}>
      <EmptyState icon={Lock} title={t('forbidden')} text={t('forbidden-text')} />
    </Section>
  );
}
