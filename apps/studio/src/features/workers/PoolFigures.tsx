import { useMessages } from '../../i18n/index.ts';
import { messages } from './messages.ts';
import type { Pool } from './pool.ts';
import { Slots } from './Slots.tsx';

/** How much there is, and how much of it is in use. */
export function PoolFigures({ pool: { workers, slots, busy, gpus } }: { readonly pool: Pool }) {
  const t = useMessages(messages);
  return (
    <section
      aria-label={t('now')}
      className="flex flex-wrap items-center gap-x-8 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <p className="text-lg font-semibold">{t('workers', { count: workers })}</p>
      <div className="flex items-center gap-3">
        <Slots busy={busy} slots={slots} />
        <p className="text-ink-2">{t('busyOf', { busy, slots })}</p>
      </div>
      <p className="text-ink-2">{gpus === 0 ? t('noGpu') : t('gpus', { count: gpus })}</p>
    </section>
  );
}
