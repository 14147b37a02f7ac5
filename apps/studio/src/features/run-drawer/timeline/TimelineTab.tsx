import { useVirtualizer } from '@tanstack/react-virtual';
import { CalendarRange, Minus, Plus } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { reveal, select } from '../../../document/index.ts';
import { formatDuration } from '../../../i18n/format.ts';
import { useMessages } from '../../../i18n/index.ts';
import { isOver, openLog, useTitles, type RunState } from '../../../runs/index.ts';
import { EmptyState, ErrorNote, IconButton, Skeleton } from '../../../ui/index.ts';
import { Padded } from '../Padded.tsx';
import { LaneRow } from './LaneRow.tsx';
import { messages } from './messages.ts';
import { Moves } from './Moves.tsx';
import { ticks, type Lane } from './timelineModel.ts';
import { useAttempts } from './useAttempts.ts';
import { useWidth } from './useWidth.ts';

const ROW = 26;
const LABEL = 200;
const MOST_ZOOM = 64;

/** Who worked on what and when: attempts as bars, checkpoints as ticks on them, pauses between them. */
export function TimelineTab({ run }: { readonly run: RunState }) {
  const t = useMessages(messages);
  const titleOf = useTitles();
  const { timeline, moves, query } = useAttempts(run.runId, run.status);
  const { lanes, duration } = timeline;
  const scroller = useRef<HTMLDivElement>(null);
  const { width: room, measure } = useWidth();
  const [zoom, setZoom] = useState(1);
  const [active, setActive] = useState(0);
  const width = Math.max(200, room - LABEL - 16) * zoom;
  const rows = useVirtualizer({
    count: lanes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });

  if (query.isPending) return <Skeleton className="m-3 h-24" />;
  if (lanes.length === 0)
    return (
      <Padded>
        {query.isError ? (
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        ) : isOver(run.status) ? (
          <EmptyState icon={CalendarRange} title={t('allCached')} text={t('allCachedText')} />
        ) : (
          <EmptyState icon={CalendarRange} title={t('empty')} text={t('emptyText')} />
        )}
      </Padded>
    );

  const show = (lane: Lane) => {
    select([lane.nodeId]);
    reveal(lane.nodeId);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(lanes.length - 1, to));
    setActive(next);
    rows.scrollToIndex(next);
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-lane="${next}"]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const lane = lanes[active];
    if (event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(lanes.length - 1);
    else if (event.key === 'PageDown') move(active + 10);
    else if (event.key === 'PageUp') move(active - 10);
    else if (event.key === 'Enter' && lane !== undefined) show(lane);
    else if (event.key === 'l' && lane !== undefined) openLog(lane.nodeId);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={measure} className="relative flex h-full flex-col">
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto" data-testid="timeline">
        <div style={{ width: LABEL + width + 16 }}>
          <div className="sticky top-0 z-10 flex h-6 border-b border-line bg-surface text-xs text-ink-2">
            <div className="sticky left-0 z-10 shrink-0 bg-surface px-3 leading-6" style={{ width: LABEL }}>
              {t('step')}
            </div>
            <div className="relative" style={{ width }} aria-hidden>
              {ticks(duration, width).map((tick) => (
                <span
                  key={tick}
                  className="absolute border-l border-line pl-1 leading-6 whitespace-nowrap tabular-nums"
                  style={{ left: `${(tick / duration) * 100}%` }}
                >
                  {formatDuration(tick)}
                </span>
              ))}
            </div>
          </div>
          <ul
            aria-label={t('steps')}
            aria-describedby="timeline-hint"
            className="relative"
            style={{ height: rows.getTotalSize() }}
            onKeyDown={onKeyDown}
          >
            {rows.getVirtualItems().map(({ index, start }) => {
              const lane = lanes[index]!;
              return (
                <LaneRow
                  key={lane.id}
                  lane={lane}
                  index={index}
                  count={lanes.length}
                  title={titleOf(lane.nodeId, run.steps.get(lane.nodeId)?.type)}
                  duration={duration}
                  geometry={{ top: start, height: ROW, label: LABEL, width }}
                  active={index === active}
                  onActivate={() => setActive(index)}
                  onShow={() => show(lane)}
                />
              );
            })}
          </ul>
        </div>
      </div>
      <Moves moves={moves} />
      <p id="timeline-hint" className="sr-only">
        {t('hint')}
      </p>
      <div className="absolute top-7 right-3 z-10 flex rounded-md border border-line bg-raised">
        <IconButton
          size="sm"
          icon={Minus}
          label={t('zoomOut')}
          disabled={zoom === 1}
          onClick={() => setZoom(Math.max(1, zoom / 2))}
        />
        <IconButton
          size="sm"
          icon={Plus}
          label={t('zoomIn')}
          disabled={zoom >= MOST_ZOOM}
          onClick={() => setZoom(zoom * 2)}
        />
      </div>
    </div>
  );
}
