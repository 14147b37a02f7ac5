import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { formatMoment } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { openLog } from '../../../runs/index.ts';
import { messages } from './messages.ts';
import type { LogLine } from './logLines.ts';
import type { Log } from './useLog.ts';

const LINE = 20;
/** Nearer to an end than this counts as being there. */
const NEAR = 40;

const LEVEL = {
  debug: { word: 'levelDebug', look: 'text-ink-3' },
  info: { word: 'levelInfo', look: 'text-ink-2' },
  warn: { word: 'levelWarn', look: 'text-waiting' },
  error: { word: 'levelError', look: 'text-failed' },
} as const;
const isLevel = (level: string): level is keyof typeof LEVEL => Object.hasOwn(LEVEL, level);

export function LogLinesView({
  log,
  titleOf,
  follow,
  onFollow,
}: {
  readonly log: Log;
  readonly titleOf: (nodeId: string) => string;
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
}) {
  const t = useMessages(messages);
  const { lines, complete, loadOlder } = log;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    getItemKey: (index) => lines[index]!.seq,
    overscan: 20,
  });

  useEffect(() => {
    if (follow && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, lines.length, rows]);

  // Older lines push the others down: what was being read stays where it was.
  const first = useRef(lines[0]?.seq);
  useLayoutEffect(() => {
    const before = first.current;
    first.current = lines[0]?.seq;
    const at = before === undefined ? 0 : lines.findIndex(({ seq }) => seq === before);
    if (at > 0 && scroller.current !== null) scroller.current.scrollTop += at * LINE;
  }, [lines]);

  return (
    <div
      ref={scroller}
      role="log"
      aria-label={t('lines')}
      aria-live="off"
      tabIndex={0}
      data-testid="log-lines"
      className="h-full overflow-auto font-mono text-sm"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        if (scrollTop < NEAR) loadOlder();
        const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
        // Scrolling away is a wish to read; coming back to the end, to follow.
        if (atEnd !== follow) onFollow(atEnd);
      }}
    >
      <p className="px-3 text-xs leading-5 text-ink-3">{complete ? t('start') : t('older')}</p>
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            ref={rows.measureElement}
            data-index={index}
            className="absolute inset-x-0 px-3"
            style={{ transform: `translateY(${start}px)` }}
          >
            <Line line={lines[index]!} titleOf={titleOf} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Line({
  line: { at, nodeId, level, message, fields },
  titleOf,
}: {
  readonly line: LogLine;
  readonly titleOf: (nodeId: string) => string;
}) {
  const t = useMessages(messages);
  const known = isLevel(level) ? LEVEL[level] : LEVEL.info;
  return (
    <div className="flex min-h-5 items-baseline gap-3 leading-5">
      <time dateTime={at} className="shrink-0 text-ink-3">
        {formatMoment(at, { dateStyle: undefined, timeStyle: 'medium' })}
      </time>
      <span className={clsx('w-14 shrink-0', known.look)}>{isLevel(level) ? t(known.word) : level}</span>
      {nodeId !== null && (
        <button
          type="button"
          className="w-36 shrink-0 truncate text-left text-ink-2 hover:underline"
          onClick={() => openLog(nodeId)}
        >
          {titleOf(nodeId)}
        </button>
      )}
      <span className="min-w-0 break-words whitespace-pre-wrap">
        {message}
        {fields !== undefined && fields !== null && (
          <span className="text-ink-3"> {JSON.stringify(fields)}</span>
        )}
      </span>
    </div>
  );
}
