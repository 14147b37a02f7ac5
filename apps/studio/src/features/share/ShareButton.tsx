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
      <Button
        icon={Share2}
        aria-haspopup="dialog"
        title={t('share')}
        className="max-lg:w-7 max-lg:px-0 max-sm:hidden"
        onClick={() => setOpen(true)}
      >
        <span className="max-lg:sr-only">{t('share')}</span>
      </Button>
      {open && (
        <Suspense>
          <ShareDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
