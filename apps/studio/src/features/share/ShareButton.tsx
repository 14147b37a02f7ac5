import { Share2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useCommands } from '../../commands/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button } from '../../ui/index.ts';
import { messages } from './messages.ts';

const ShareDialog = lazy(async () => ({ default: (await import('./ShareDialog.tsx')).ShareDialog }));

/** Within a DocumentProvider. */
export function ShareButton() {
  const t = useMessages(messages);
  const [open, setOpen] = useState(false);
  useCommands([
    {
      id: 'document.share',
      title: t('command'),
      group: 'document',
      icon: Share2,
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <Button size="sm" icon={Share2} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('share')}
      </Button>
      {open && (
        <Suspense>
          <ShareDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
