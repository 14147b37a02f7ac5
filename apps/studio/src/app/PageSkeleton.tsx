import { useMessages } from '../i18n/index.ts';
import { Skeleton } from '../ui/index.ts';
import { messages } from './messages.ts';

/** A page that is on its way. */
export function PageSkeleton() {
  const t = useMessages(messages);
  return (
    <div
      aria-busy
      role="status"
      aria-label={t('loading')}
      className="mx-auto flex w-full max-w-280 flex-col gap-4 px-6 py-6"
    >
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </div>
  );
}
