import { randomUUID } from 'node:crypto';
import type { Worker } from '@weft/engine';
import { commandLineActor } from '../actor.ts';
import type { Cli } from '../cli.ts';
import { open } from '../open.ts';
import { followRun } from '../run/follow.ts';
import { startInProcessWorker } from '../run/inProcessWorker.ts';
import { workersFor } from '../run/continueRun.ts';
import { reportRun } from '../run/reportRun.ts';
import { patiently } from '../patiently.ts';
import { loadRunnable, prepareOn, readingFiles, type DocumentOptions } from '../run/prepareDocument.ts';
import { shortId } from '../view/format.ts';

export interface RunCommandOptions extends DocumentOptions {
  readonly workers?: number;
  readonly label?: string;
  readonly shards?: number;
}

/** `weft run`: starts a run, works on it, shows it, and ends with it. */
export async function runCommand(cli: Cli, argument: string, options: RunCommandOptions): Promise<number> {
  const { output } = cli;
  const loaded = await loadRunnable(cli, argument, options);
  const opened = await open(cli, { keepUp: true });
  const { engine } = opened;
  let worker: Worker | null = null;
  try {
    const prepared = prepareOn(engine, loaded, options);
    const explained = await readingFiles(async () => await engine.explain(prepared, loaded.ref));
    const slots = workersFor(options);
    const labels = options.label === undefined ? [] : [options.label];
    // A run of which every step is cached is over when it starts; starting processes for it would take longer.
    if (slots > 0 && explained.some((step) => step.will !== 'cached'))
      worker = await startInProcessWorker({ engine, output, slots, labels });
    // The same id however often it is tried: a database that goes away in between starts one run.
    const runId = randomUUID();
    const { startAlone } = await import('@weft/engine');
    const { number } = await readingFiles(
      async () =>
        await startAlone(engine, prepared, {
          document: loaded.authored,
          runId,
          ref: loaded.ref,
          actor: commandLineActor(),
          label: options.label,
          shards: options.shards,
        }),
    );
    if (!output.machine) output.note(`Run ${shortId(runId)} (number ${number}) of ${prepared.plan.title}`);
    if (
      slots > 0 &&
      worker === null &&
      (await patiently(async () => await engine.view(runId)))?.status === 'running'
    )
      worker = await startInProcessWorker({ engine, output, slots, labels });
    const followed = await followRun({ engine, output, runId, steps: prepared.plan.steps });
    return reportRun(cli, followed);
  } finally {
    await worker?.stop();
    await opened.close();
  }
}
