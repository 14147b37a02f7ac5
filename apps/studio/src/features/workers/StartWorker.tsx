import { ServerOff } from 'lucide-react';
import { useMessages } from '../../i18n/index.ts';
import { CopyableCommand, EmptyState } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** The two addresses are secrets of the installation: whoever runs it fills them in. */
const COMMAND = [
  'export DATABASE_URL=postgresql://weft:…@db.example.org:5432/weft',
  'export WEFT_ARTIFACTS=fs:/srv/weft/artifacts',
  'npx weft worker --slots 4',
].join('\n');

/** How a machine joins the pool. `alone`: there is none, so nothing runs until one does. Default false. */
export function StartWorker({ alone = false }: { readonly alone?: boolean }) {
  const t = useMessages(messages);
  if (alone)
    return (
      <EmptyState icon={ServerOff} title={t('none-alive')} text={t('none-alive-text')} action={<Command />} />
    );
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{t('more')}</h2>
      <p className="max-w-prose text-ink-2">{t('more-text')}</p>
      <Command />
    </section>
  );
}

function Command() {
  const t = useMessages(messages);
  return <CopyableCommand text={COMMAND} label={t('command')} copyLabel={t('copy')} />;
}
