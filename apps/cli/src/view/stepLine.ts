import colors from 'picocolors';
import { count, duration, figure, printable } from './format.ts';
import type { Progress } from '@weft/engine/observe';
import { liveStatus, noteOf, type LiveStatus, type StepState } from './runState.ts';
import { clip, padEnd, width } from './width.ts';

const GLYPHS: Readonly<Record<LiveStatus, string>> = {
  pending: '·',
  ready: '○',
  sharded: '○',
  running: '▶',
  paused: '⏸',
  asking: '?',
  retrying: '↻',
  succeeded: '✓',
  cached: '=',
  failed: '✗',
  skipped: '-',
  cancelled: '-',
};
const COLORS: Readonly<Record<LiveStatus, (text: string) => string>> = {
  pending: colors.dim,
  ready: colors.dim,
  sharded: colors.dim,
  running: colors.cyan,
  paused: colors.yellow,
  asking: colors.yellow,
  retrying: colors.yellow,
  succeeded: colors.green,
  cached: colors.blue,
  failed: colors.red,
  skipped: colors.dim,
  cancelled: colors.dim,
};

export const paintStatus = (status: string, text: string): string =>
  (COLORS[status as LiveStatus] ?? ((plain: string) => plain))(text);

const BAR_CELLS = 16;

/** One step on one line of a terminal, at most `columns` cells wide. */
export function stepLine(
  step: StepState,
  { titleCells, columns, now }: { titleCells: number; columns: number; now: number },
): string {
  const status = liveStatus(step);
  const head = `${GLYPHS[status]} ${padEnd(clip(step.title, titleCells), titleCells)}`;
  const room = columns - width(head) - 2;
  const tail = room > 3 ? clip(tailOf(step, room, now), room) : '';
  return `${COLORS[status](clip(head, columns))}${tail === '' ? '' : `  ${tail}`}`;
}

/** What there is to say about a step, most useful first; what does not fit is left away part by part. */
function tailOf(step: StepState, room: number, now: number): string {
  const parts: string[] = [];
  const status = liveStatus(step);
  if (status === 'running') {
    if (step.progress !== null) parts.push(...progressParts(step.progress, room));
    else if (step.startedAt !== null) parts.push(duration(Math.max(0, now - step.startedAt)));
    const point = step.newest === null ? undefined : step.curves[step.newest]?.at(-1);
    if (point !== undefined) parts.push(`${step.newest} ${figure(point[1])}`);
    if (step.attempts > 1) parts.push(`attempt ${step.attempts}`);
  } else {
    const note = noteOf(step);
    parts.push(status === 'succeeded' || status === 'pending' ? note : note || status);
  }
  if (step.warnings > 0)
    parts.push(`${count(step.warnings)} ${step.warnings === 1 ? 'warning' : 'warnings'}`);
  let text = '';
  for (const part of parts.map(printable).filter((each) => each !== '')) {
    const longer = text === '' ? part : `${text}  ${part}`;
    if (text !== '' && width(longer) > room) break;
    text = longer;
  }
  return text;
}

function progressParts({ done, total, unit, rate }: Omit<Progress, 'etaMs'>, room: number): string[] {
  const rated = rate === null || rate <= 0 ? [] : [`${figure(Number(rate.toPrecision(3)))} ${unit}/s`];
  if (total === null || total <= 0) return [`${count(done)} ${unit}`, ...rated];
  const share = Math.min(1, done / total);
  const percent = `${Math.floor(share * 100)}%`;
  const left =
    rate === null || rate <= 0 || done >= total
      ? []
      : [`${duration(Math.ceil((total - done) / rate) * 1000)} left`.replace('.0 s', ' s')];
  const drawn = room >= BAR_CELLS + 24 ? [`${bar(share)} ${percent}`] : [percent];
  return [...drawn, `${count(done)}/${count(total)} ${unit}`, ...rated, ...left];
}

const bar = (share: number): string => {
  const filled = Math.round(share * BAR_CELLS);
  return '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
};

/** Progress as plain text, for logs. */
export const progressText = (progress: Omit<Progress, 'etaMs'>): string =>
  progressParts(progress, 0).join(', ');
