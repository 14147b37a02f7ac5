import { formatMoment } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { useTitles, useWho, type RunMove } from '../../../runs/index.ts';
import { messages } from './messages.ts';

const TEXTS = {
  'run:started': 'moveStarted',
  'run:paused': 'movePaused',
  'run:resumed': 'moveResumed',
  'run:cancelled': 'moveCancelled',
  'run:retried': 'moveRetried',
  'step:answered': 'moveAnswered',
} as const satisfies Readonly<Record<RunMove['type'], string>>;

/** Who paused, resumed, cancelled, retried or answered, in order. A run that was only started has nothing to tell. */
export function Moves({ moves }: { readonly moves: readonly RunMove[] }) {
  const t = useMessages(messages);
  const whoIs = useWho();
  const titleOf = useTitles();
  if (moves.length < 2) return null;
  return (
    <ul
      aria-label={t('moves')}
      data-testid="moves"
      className="flex shrink-0 gap-4 overflow-x-auto border-t border-line px-3 py-1 text-xs whitespace-nowrap text-ink-2"
    >
      {moves.map(({ type, at, nodeId, by }) => (
        <li key={`${at} ${type} ${nodeId ?? ''}`}>
          {t(TEXTS[type], { who: whoIs(by), step: nodeId === null ? '' : titleOf(nodeId) })}{' '}
          <time dateTime={at}>{formatMoment(at)}</time>
        </li>
      ))}
    </ul>
  );
}
