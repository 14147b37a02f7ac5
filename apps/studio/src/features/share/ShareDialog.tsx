import { useWorkspace } from '../../shell/index.ts';
import { useMeta } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { AskToInvite, InviteForm } from '../../members/index.ts';
import { Dialog } from '../../ui/index.ts';
import { DocumentLink } from './DocumentLink.tsx';
import { messages } from './messages.ts';
import { People } from './People.tsx';

export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(messages);
  const { name, can } = useWorkspace();
  const { title } = useMeta();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { title: title === '' ? t('untitled') : title })}
      description={t('text', { workspace: name })}
    >
      <div className="flex flex-col gap-6">
        <DocumentLink />
        <section className="flex flex-col gap-2">
          <h3 className="font-semibold">{t('invite')}</h3>
          {can('member:change') ? <InviteForm /> : <AskToInvite />}
        </section>
        <People />
      </div>
    </Dialog>
  );
}
