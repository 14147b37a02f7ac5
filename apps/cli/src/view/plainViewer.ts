import type { SequencedEvent } from '@weft/engine/observe';
import type { Output } from '../output.ts';
import { duration, figure, printable } from './format.ts';
import type { RunFold, StepState } from './runState.ts';
import type { RunViewer } from './runViewer.ts';
import { progressText } from './stepLine.ts';

const PROGRESS_EVERY_MS = 5000;
const WARNINGS_SHOWN = 5;

/** Lines for a log: what happened to which step, progress now and then. */
export function plainViewer(output: Output, fold: RunFold): RunViewer {
  const spoken = new Map<string, { at: number; warnings: number }>();
  for (const { nodeId } of fold.steps) spoken.set(nodeId, { at: 0, warnings: 0 });
  return {
    event(event, step, fresh) {
      if (!fresh) return;
      const line = lineOf(event, step, spoken.get(step?.nodeId ?? '') ?? { at: 0, warnings: 0 });
      if (line !== null) output.print(printable(line));
    },
    say: (line) => output.note(line),
    close: () => {},
  };
}

function lineOf(
  event: SequencedEvent,
  step: StepState | null,
  spoken: { at: number; warnings: number },
): string | null {
  const text = eventText(event);
  switch (event.type) {
    case 'step:ready':
    case 'step:metric':
    case 'step:checkpoint':
      return null;
    case 'step:progress':
      if (step === null || step.progress === null || event.at.getTime() - spoken.at < PROGRESS_EVERY_MS)
        return null;
      spoken.at = event.at.getTime();
      return `${step.nodeId}: ${[progressText(step.progress), ...curvesOf(step)].join(', ')}`;
    case 'step:started':
      spoken.at = event.at.getTime();
      return event.data.shard === undefined ? text : null;
    case 'step:log':
      if (event.data.level !== 'warn' && event.data.level !== 'error') return null;
      spoken.warnings += 1;
      if (spoken.warnings > WARNINGS_SHOWN) return null;
      return spoken.warnings < WARNINGS_SHOWN ? text : `${text} (\`weft logs\` shows further ones)`;
    default:
      return text;
  }
}

const curvesOf = (step: StepState): string[] =>
  Object.entries(step.curves).map(([name, points]) => `${name} ${figure(points.at(-1)![1])}`);

/** An event in words: for logs that people read. */
export function eventText(event: SequencedEvent): string {
  const about = (text: string) => (event.nodeId === null ? text : `${event.nodeId}: ${text}`);
  switch (event.type) {
    case 'run:started':
      return `run started: ${event.data.steps} steps, ${event.data.cached} cached`;
    case 'run:finished':
      return `run ${event.data.status}`;
    case 'run:paused':
    case 'run:resumed':
    case 'run:cancelled':
    case 'run:retried':
      return event.type.replace(':', ' ');
    case 'step:started': {
      const { attempt, shard } = event.data;
      return about(
        `started${shard === undefined ? '' : ` shard ${shard}`}${attempt > 1 ? ` (attempt ${attempt})` : ''}`,
      );
    }
    case 'step:sharded':
      return about(`divided into ${event.data.shards} shards`);
    case 'step:succeeded':
      return about(
        [`succeeded in ${duration(event.data.ms)}`, ...metricsText(event.data.metrics)].join(', '),
      );
    case 'step:cached':
      return about('cached');
    case 'step:failed':
      return about(`failed: ${event.data.error.message}`);
    case 'step:retrying':
      return about(
        `failed, tries again in ${event.data.delaySeconds.toFixed(1)} s: ${event.data.error.message}`,
      );
    case 'step:rebuilding':
      return about(`made again, because artifact ${event.data.hash.slice(0, 12)} was lost`);
    case 'step:skipped':
      return about(`skipped, because ${event.data.because} did not succeed`);
    case 'step:asking':
      return about(`asks ${JSON.stringify(event.data.question)}`);
    case 'step:checkpoint':
      return about('saved a checkpoint');
    case 'step:log':
      return about(`${event.data.level}: ${event.data.message}`);
    case 'step:metric':
      return about(
        event.data.points
          .map(([name, value, at]) => `${name} ${figure(value)}${at === null ? '' : ` at ${at}`}`)
          .join(', '),
      );
    case 'step:progress': {
      const { done, total, unit, shard } = event.data;
      return about(
        `${shard === undefined ? '' : `shard ${shard}: `}${progressText({ done, total, unit, rate: null })}`,
      );
    }
    case 'step:ready':
    case 'step:paused':
    case 'step:cancelled':
    case 'step:answered':
      return about(event.type.slice('step:'.length));
  }
}

const metricsText = (metrics: unknown): string[] =>
  Object.entries((metrics ?? {}) as Record<string, number>).map(
    ([name, value]) => `${name} ${figure(value)}`,
  );
