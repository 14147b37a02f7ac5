import colors from 'picocolors';
import type { WriteStream } from 'node:tty';
import type { Output } from '../output.ts';
import { isLive, liveStatus, type RunFold, type StepState } from './runState.ts';
import type { RunViewer } from './runViewer.ts';
import { ScreenBlock } from './screenBlock.ts';
import { stepLine } from './stepLine.ts';
import { width } from './width.ts';

const REDRAW_MS = 100;

/** One line per step, drawn in place at most ten times a second. */
export function liveViewer(output: Output, terminal: WriteStream, fold: RunFold): RunViewer {
  const block = new ScreenBlock(terminal);
  const restore = () => void terminal.write('\u001b[?25h');
  process.once('exit', restore);
  const draw = () => block.draw(frame(fold.steps, block, Date.now()));
  const timer = setInterval(draw, REDRAW_MS);
  draw();
  return {
    event: () => {},
    say(line) {
      block.erase();
      output.note(line);
      draw();
    },
    close() {
      clearInterval(timer);
      process.off('exit', restore);
      block.close();
    },
  };
}

/** All steps when they fit; else those that matter now, and how many are not shown. */
export function frame(
  steps: readonly StepState[],
  { rows, columns }: { rows: number; columns: number },
  now: number,
): string[] {
  const titleCells = Math.min(
    Math.max(...steps.map((step) => width(step.title)), 1),
    Math.max(8, Math.floor(columns * 0.3)),
  );
  const room = Math.max(1, rows - 2);
  const shown = steps.length <= room ? steps : mostTelling(steps, room - 1);
  const lines = shown.map((step) => stepLine(step, { titleCells, columns, now }));
  const hidden = steps.length - shown.length;
  return hidden > 0
    ? [
        ...lines,
        colors.dim(
          `  … and ${hidden} more steps: ${tally(steps.map((step) => ({ status: liveStatus(step) })))}`,
        ),
      ]
    : lines;
}

function mostTelling(steps: readonly StepState[], room: number): StepState[] {
  const weight = (step: StepState) => {
    const status = liveStatus(step);
    if (status === 'running' || status === 'asking') return 0;
    if (status === 'failed' || isLive(status)) return 1;
    return status === 'pending' ? 2 : 3;
  };
  const kept = new Set([...steps].sort((a, b) => weight(a) - weight(b)).slice(0, room));
  return steps.filter((step) => kept.has(step));
}

/** "12 succeeded, 3 running": what is where, in the order it first occurs. */
export function tally(steps: readonly { readonly status: string }[]): string {
  return [...Map.groupBy(steps, (step) => step.status)]
    .map(([status, group]) => `${group.length} ${status}`)
    .join(', ');
}
