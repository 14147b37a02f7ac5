import { FileX } from 'lucide-react';
import { useLocation } from 'wouter';
import { paths, useWorkspace } from '../../app/index.ts';
import type { Refused } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, EmptyState, Spinner } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** Before a document is here, and when it will not come. */
export function Opening({ refused }: { readonly refused: Refused | null }) {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  const [, navigate] = useLocation();
  if (refused === null)
    return (
      <div role="status" className="grid h-full place-items-center gap-2 text-ink-2">
        <span className="flex items-center gap-2">
          <Spinner /> {t('opening')}
        </span>
      </div>
    );
  const away = refused === 'gone' || refused === 'no-access';
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        icon={FileX}
        title={t(`refused-${refused}`)}
        text=""
        action={
          <Button variant="primary" onClick={() => (away ? navigate(paths.home(slug)) : location.reload())}>
            {away ? t('home') : refused === 'signed-out' ? t('sign-in') : t('reload')}
          </Button>
        }
      />
    </div>
  );
}
