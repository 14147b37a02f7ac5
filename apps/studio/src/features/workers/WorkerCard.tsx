import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';
import clsx from 'clsx';
import { formatAgo, formatBytes, formatMoment } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { Badge } from '../../ui/index.ts';
import { factsOf } from './facts.ts';
import { messages } from './messages.ts';
import { kindsOf } from './pool.ts';
import { Gpus } from './Gpus.tsx';
import { Slots } from './Slots.tsx';
import { WorkerState } from './WorkerState.tsx';

type Worker = inferRouterOutputs<AppRouter>['workers']['list']['items'][number];

export function WorkerCard({ worker }: { readonly worker: Worker }) {
  const t = useMessages(messages);
  const { name, state, slots, busy, queues, labels, heartbeatAt } = worker;
  const facts = factsOf(worker.facts);
  const kinds = kindsOf(queues);
  // The clock of this machine may be behind the server's: nothing was heard in the future.
  const heard = formatAgo(new Date(Math.min(Date.parse(heartbeatAt), Date.now())));
  const machine = [
    facts?.host,
    facts?.platform,
    facts?.cores === undefined ? undefined : t('cores', { count: facts.cores }),
    facts?.memoryMb === undefined ? undefined : t('memory', { bytes: formatBytes(facts.memoryMb * 2 ** 20) }),
  ].filter((part) => part !== undefined);
  return (
    <li
      className={clsx(
        'flex flex-col gap-2 rounded-lg border border-line bg-surface px-4 py-3',
        state === 'gone' && 'text-ink-2',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="min-w-0 flex-1 basis-60 truncate font-semibold">{name}</h2>
        {state !== 'gone' && (
          <div className="flex items-center gap-2 text-sm text-ink-2">
            <Slots busy={busy} slots={slots} />
            {t('busyOf', { busy, slots })}
          </div>
        )}
        <time dateTime={heartbeatAt} title={formatMoment(heartbeatAt)} className="text-sm text-ink-2">
          {t('heard', { when: heard })}
        </time>
        <WorkerState state={state} />
      </div>
      {facts === null ? (
        <p className="text-sm text-ink-2">{t('lent')}</p>
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-2">
          <span>{machine.join(' · ')}</span>
          <Gpus gpus={facts.gpus ?? []} />
          {facts.weft !== undefined && facts.node !== undefined && (
            <span>{t('versions', { weft: facts.weft, node: facts.node })}</span>
          )}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
        {kinds.length > 0 && (
          <span>{t('takes', { kinds: kinds.map((kind) => t(`kind-${kind}`)).join(', ') })}</span>
        )}
        {labels.map((label) => (
          <Badge key={label}>{t('label', { label })}</Badge>
        ))}
      </div>
    </li>
  );
}
