import { FileX } from 'lucide-react';
import { useLocation } from 'wouter';
import { paths, useWorkspace } from '../../shell/index.ts';
import type { Refused } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { Button, EmptyState, Skeleton, Spinner } from '../../ui/index.ts';
import { messages } from './messages.ts';

/** Where cells will be: a chain, on wide screens a longer one. */
const CELLS = ['', 'max-sm:hidden', 'max-md:hidden', 'max-lg:hidden'];

/** Before a document is here, and when it will not come. */
export function Opening({ refused }: { readonly refused: Refused | null }) {
  const t = useMessages(messages);
  const { slug } = useWorkspace();
  const [, navigate] = useLocation();
  if (refused === null)
    return (
      <div role="status" aria-busy className="relative h-full overflow-hidden bg-paper">
        <span className="absolute top-3 left-4 flex items-center gap-2 text-ink-2">
          <Spinner /> {t('opening')}
        </span>
        <div className="flex h-full items-center justify-center gap-8 px-8">
          {CELLS.map((look) => (
            <Skeleton key={look} className={`h-24 max-w-44 min-w-0 flex-1 rounded-lg! ${look}`} />
          ))}
        </div>
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
