import type { Cli } from '../cli.ts';
import { coreCount } from '../machine.ts';
import type { Opened } from '../open.ts';
import type { FoundRun } from './findRun.ts';
import { followRun } from './follow.ts';
import { startInProcessWorker } from './inProcessWorker.ts';
import { shortId } from '../view/format.ts';
import { reportRun } from './reportRun.ts';

/** Works on a run that exists and follows it to its end. Returns the exit code. */
export async function continueRun(
  cli: Cli,
  opened: Opened,
  { run, workers }: { run: FoundRun; workers: number | undefined },
): Promise<number> {
  const { engine } = opened;
  const { output } = cli;
  if (!output.machine) output.note(`Run ${shortId(run.runId)} goes on`);
  const slots = workersFor({ workers, label: run.label });
  const worker =
    slots === 0
      ? null
      : await startInProcessWorker({
          engine,
          output,
          slots,
          labels: run.label === undefined ? [] : [run.label],
        });
  try {
    const followed = await followRun({
      engine,
      output,
      runId: run.runId,
      steps: run.steps,
      seen: run.eventSeq,
    });
    return reportRun(cli, followed);
  } finally {
    await worker?.stop();
  }
}

/**
 * Slots of the worker in this process. A run with a label is meant for workers that have it; this process joins them
 * only when it is asked to.
 */
export const workersFor = ({ workers, label }: { workers?: number; label?: string }): number =>
  workers ?? (label === undefined ? coreCount() : 0);
