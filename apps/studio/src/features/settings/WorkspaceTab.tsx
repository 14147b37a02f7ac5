import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../api/client.ts';
import { refreshMe, useWorkspace } from '../../app/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, Code, ConfirmDialog, toast, useSentence } from '../../ui/index.ts';
import { messages } from './messages.ts';
import { NameForm } from './NameForm.tsx';
import { Section } from './Section.tsx';

export function WorkspaceTab() {
  const t = useMessages(messages);
  const sentence = useSentence();
  const { workspaceId, name, slug, can } = useWorkspace();
  const [, navigate] = useLocation();
  const [leaving, setLeaving] = useState(false);
  const mayChange = can('workspace:change');
  const leave = async (): Promise<void> => {
    setLeaving(false);
    try {
      await api.members.leave.mutate({ workspaceId });
      navigate('/', { replace: true });
      await refreshMe();
      toast(t('left', { name }));
    } catch (error) {
      toast(t('failed', { detail: sentence(error) }), { tone: 'danger' });
    }
  };
  return (
    <>
      <Section title={t('tab-workspace')}>
        <NameForm
          label={t('name')}
          hint={t(mayChange ? 'nameHint' : 'nameReader')}
          value={name}
          disabled={!mayChange}
          onSave={async (next) => {
            await api.workspaces.rename.mutate({ workspaceId, name: next });
            await refreshMe();
          }}
        />
      </Section>
      <Section title={t('address')} text={t('addressHint')}>
        <p>
          <Code className="px-2 py-1">{`${location.origin}/w/${slug}`}</Code>
        </p>
      </Section>
      <Section title={t('leave')} text={t('leaveText')}>
        <div>
          <Button icon={LogOut} onClick={() => setLeaving(true)}>
            {t('leave')}
          </Button>
        </div>
      </Section>
      {leaving && (
        <ConfirmDialog
          title={t('leaveTitle', { name })}
          text={t('leaveText')}
          action={t('leave')}
          onConfirm={() => void leave()}
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  );
}
