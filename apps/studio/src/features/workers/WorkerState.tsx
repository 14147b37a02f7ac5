import clsx from 'clsx';
import { CircleCheck, CircleDashed, CircleSlash, type LucideIcon } from 'lucide-react';
import { useMessages } from '../../i18n/index.ts';
import { Tooltip } from '../../ui/index.ts';
import { messages } from './messages.ts';
import type { PoolWorker } from './pool.ts';

type State = PoolWorker['state'];

const LOOK: Readonly<Record<State, { readonly icon: LucideIcon; readonly text: string }>> = {
  active: { icon: CircleCheck, text: 'text-succeeded' },
  draining: { icon: CircleDashed, text: 'text-waiting' },
  gone: { icon: CircleSlash, text: 'text-skipped' },
};

/** Icon and word, and what the word means after a moment. */
export function WorkerState({ state }: { readonly state: State }) {
  const t = useMessages(messages);
  const { icon: Icon, text } = LOOK[state];
  return (
    <Tooltip label={t(`${state}-hint`)}>
      <span
        tabIndex={0}
        className={clsx('inline-flex items-center gap-1 rounded-sm font-medium whitespace-nowrap', text)}
      >
        <Icon aria-hidden className="size-3.5" />
        {t(state)}
      </span>
    </Tooltip>
  );
}
