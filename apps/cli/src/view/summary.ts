import type { RunView, StepView } from '@weft/engine';
import colors from 'picocolors';
import { EXIT } from '../errors.ts';
import { bytes, count, duration, figure, printable, printableLines, shortId } from './format.ts';
import { tally } from './liveViewer.ts';
import { paintStatus } from './stepLine.ts';
import { table } from './table.ts';

/** A run's result for people: steps with time, size and figures, then what went wrong and what to do about it. */
export function runSummary(run: RunView, { columns = Infinity }: { columns?: number } = {}): string[] {
  const lines = table(
    [
      { title: 'STEP' },
      { title: 'STATUS', color: (text) => paintStatus(text.trim(), text) },
      { title: 'TIME', align: 'right' },
      { title: 'ROWS', align: 'right' },
      { title: 'SIZE', align: 'right' },
      { title: 'METRICS' },
    ],
    run.steps.map(stepCells),
    { maxWidth: columns },
  );
  const warned = run.steps.filter((step) => step.warnings > 0);
  const warnings = warned.reduce((sum, step) => sum + step.warnings, 0);
  return [
    ...lines,
    '',
    ...run.steps.flatMap((step) => troubleOf(step)),
    ...(warnings > 0
      ? [
          colors.yellow(
            `${count(warnings)} ${warnings === 1 ? 'warning' : 'warnings'} in ${warned.map((step) => step.nodeId).join(', ')}; \`weft logs ${shortId(run.runId)}\` shows them.`,
          ),
        ]
      : []),
    conclusion(run),
    ...nextOf(run),
  ];
}

function stepCells(step: StepView): string[] {
  const outputs = Object.values(step.outputs);
  const rows = outputs.flatMap((output) => (output.rows === null ? [] : [output.rows]));
  const ran = step.status === 'succeeded' || step.status === 'failed' || step.status === 'running';
  return [
    step.nodeId,
    step.status,
    step.ms === null || !ran ? '' : duration(step.ms),
    // The main output comes first; an empty table of errors beside it says nothing.
    rows.length === 0 ? '' : count(Math.max(...rows)),
    outputs.length === 0 ? '' : bytes(outputs.reduce((sum, output) => sum + output.bytes, 0)),
    Object.entries(step.metrics)
      .map(([name, value]) => `${printable(name)} ${figure(value)}`)
      .join('  '),
  ];
}

function troubleOf(step: StepView): string[] {
  if (step.question !== null)
    return [
      colors.yellow(`${step.nodeId} asks:`),
      printableLines(JSON.stringify(step.question, null, 2)),
      '',
    ];
  if (step.error === null) return [];
  const head = `${step.nodeId} ${step.status === 'failed' ? 'failed' : 'has failed so far'} (${step.error.code}, ${WHOSE_TURN[step.error.kind]}):`;
  return [colors.red(head), `  ${printableLines(step.error.message).replaceAll('\n', '\n  ')}`, ''];
}

const WHOSE_TURN = {
  input: 'yours to correct',
  transient: 'the surroundings were in the way',
  bug: 'a bug or a crash',
} as const;

function conclusion(run: RunView): string {
  const took =
    run.finishedAt === null ? '' : ` in ${duration(Date.parse(run.finishedAt) - Date.parse(run.createdAt))}`;
  return `Run ${shortId(run.runId)} of ${printable(run.title)}: ${paintStatus(run.status, run.status)}${took} (${tally(run.steps)}).`;
}

function nextOf(run: RunView): string[] {
  const id = shortId(run.runId);
  switch (run.status) {
    case 'failed':
      return [
        `Correct what is named above and run again: what succeeded stays cached. \`weft retry ${id}\` tries the failed steps again as they are.`,
      ];
    case 'cancelled':
      return [`\`weft retry ${id}\` goes on with it.`];
    case 'paused':
      return [`\`weft resume ${id}\` goes on where it stopped.`];
    case 'waiting': {
      const asking = run.steps.find((step) => step.question !== null);
      return [`\`weft answer ${id} ${asking?.nodeId ?? '<node>'} '<json>'\` answers and goes on.`];
    }
    default:
      return [];
  }
}

/** The machine's view: without stacks, unless somebody is hunting one. */
export function runObject(view: RunView, { stacks = false }: { stacks?: boolean } = {}): unknown {
  const { lastSeq: _, ...run } = view;
  return {
    ...run,
    steps: run.steps.map((step) => ({
      ...step,
      waiting: step.waiting && { reason: step.waiting.reason.en, since: step.waiting.since },
      error: step.error === null || stacks ? step.error : { ...step.error, stack: undefined },
    })),
  };
}

export function runExitCode(status: RunView['status']): number {
  switch (status) {
    case 'succeeded':
      return EXIT.succeeded;
    case 'paused':
      return EXIT.interrupted;
    case 'waiting':
      return EXIT.asking;
    default:
      return EXIT.failed;
  }
}
