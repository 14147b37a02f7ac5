import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weft/server/router';
import clsx from 'clsx';
import { CircleSlash, Cpu, LogOut, type LucideIcon } from 'lucide-react';
import { formatAgo, formatBytes } from '../../i18n/format.ts';
import { useMessages } from '../../i18n/index.ts';
import { Badge, Code, ProgressBar } from '../../ui/index.ts';
import { readFacts, type Facts } from './facts.ts';
import { messages } from './messages.ts';

export type WorkerItem = inferRouterOutputs<AppRouter>['workers']['list']['items'][number];

const LOOK: Readonly<Record<WorkerItem['state'], { readonly icon: LucideIcon; readonly text: string }>> = {
  active: { icon: Cpu, text: 'text-succeeded' },
  draining: { icon: LogOut, text: 'text-waiting' },
  gone: { icon: CircleSlash, text: 'text-ink-3' },
};

export function WorkerCard({ worker }: { readonly worker: WorkerItem }) {
  const t = useMessages(messages);
  const { name, state, slots, busy, queues, labels, heartbeatAt } = worker;
  const { icon: Icon, text } = LOOK[state];
  const facts = readFacts(worker.facts);
  const busyText = t('busy', { busy, slots });
  return (
    <li
      className={clsx(
        'flex flex-col gap-2.5 rounded-lg border border-line bg-surface p-4',
        state === 'gone' && 'opacity-80',
      )}
    >
      <div className="flex items-center gap-2">
        <Icon aria-hidden className={clsx('size-4 shrink-0', text)} />
        <h2 className="min-w-0 flex-1 truncate font-semibold" title={name}>
          {name}
        </h2>
        <span className={clsx('font-medium', text)}>{t(`state-${state}`)}</span>
      </div>
      {state === 'active' && (
        <div className="flex flex-col gap-1">
          <ProgressBar value={slots === 0 ? 0 : busy / slots} label={busyText} />
          <p className="text-sm text-ink-2">{busyText}</p>
        </div>
      )}
      {state === 'draining' && <p className="text-ink-2">{t('hint-draining')}</p>}
      {state === 'gone' && <p className="text-ink-2">{t('hint-gone', { ago: formatAgo(heartbeatAt) })}</p>}
      <MachineLine facts={facts} />
      <div className="flex flex-wrap gap-1">
        {queues.map((queue) => (
          <Badge key={queue}>{`${t('queues')} ${queue}`}</Badge>
        ))}
        {labels.map((label) => (
          <Badge key={label}>{label}</Badge>
        ))}
      </div>
    </li>
  );
}

function MachineLine({ facts: { host, platform, cores, memoryMb, gpus, weft } }: { readonly facts: Facts }) {
  const t = useMessages(messages);
  const parts = [
    host,
    cores === undefined ? undefined : t('cores', { count: cores }),
    memoryMb === undefined ? undefined : t('memory', { size: formatBytes(memoryMb * 2 ** 20) }),
    platform,
    ...gpus,
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return null;
  return (
    <p className="text-sm text-ink-2">
      {parts.join(' · ')}
      {weft !== undefined && <Code className="ml-1.5">{weft}</Code>}
    </p>
  );
}
