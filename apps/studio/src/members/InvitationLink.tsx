import { useMessages } from '../i18n/index.ts';
import { CopyableLine } from '../ui/index.ts';
import { messages } from './messages.ts';

/** The link to hand on. Weft sends no mail, so whoever invites passes it on the way they like. */
export function InvitationLink({ email, link }: { readonly email: string; readonly link: string }) {
  const t = useMessages(messages);
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line bg-surface p-3" role="status">
      <p>{t('hand-on', { email })}</p>
      <CopyableLine text={link} label={t('link')} copyLabel={t('copy-link')} />
      <p className="text-sm text-ink-2">{t('link-hint', { email })}</p>
    </div>
  );
}
