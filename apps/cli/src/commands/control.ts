import type { ControlVerb } from '@weft/engine';
import type { Cli } from '../cli.ts';
import { CommandError } from '../errors.ts';
import { open } from '../open.ts';
import { continueRun } from '../run/continueRun.ts';
import { findRun } from '../run/findRun.ts';
import { controlRun } from '../run/verbs.ts';
import { runObject } from '../view/summary.ts';
import { shortId } from '../view/format.ts';

export interface ContinueOptions {
  readonly detach?: boolean;
  readonly workers?: number;
}

/** `weft pause` and `weft cancel`: tells whoever works on the run, and ends. */
export async function tellCommand(cli: Cli, verb: 'pause' | 'cancel', argument: string): Promise<number> {
  const opened = await open(cli);
  try {
    const { runId } = await findRun(opened, argument);
    const done = await controlRun(opened.engine, verb, runId);
    if (done?.done !== true) throw impossible(verb, runId, done?.status ?? 'gone');
    if (cli.output.machine) cli.output.json({ runId, status: done.status });
    else cli.output.print(`Run ${shortId(runId)} is ${done.status}.`);
    return 0;
  } finally {
    await opened.close();
  }
}

/**
 * `weft resume` and `weft retry`: sets the run going and works on it to its end. Resuming a run that is going already
 * joins in.
 */
export async function goOnCommand(
  cli: Cli,
  verb: 'resume' | 'retry',
  argument: string,
  { detach = false, workers }: ContinueOptions,
): Promise<number> {
  const opened = await open(cli, { keepUp: !detach });
  try {
    const run = await findRun(opened, argument);
    const done = await controlRun(opened.engine, verb, run.runId);
    const joins = verb === 'resume' && done?.status === 'running';
    if (done?.done !== true && !joins) throw impossible(verb, run.runId, done?.status ?? 'gone');
    if (!detach) return await continueRun(cli, opened, { run, workers });
    if (cli.output.machine) cli.output.json(runObject((await opened.engine.view(run.runId))!));
    else cli.output.print(`Run ${shortId(run.runId)} is ${done.status}; workers that are up go on with it.`);
    return 0;
  } finally {
    await opened.close();
  }
}

const WAYS_OUT: Readonly<Record<string, string>> = {
  paused: '`weft resume` goes on with it.',
  failed: '`weft retry` tries its failed steps again.',
  cancelled: '`weft retry` goes on with it.',
  succeeded: 'It is finished; run its document again to get a new run.',
  running: 'It goes on already.',
};

const PARTICIPLES: Readonly<Record<ControlVerb, string>> = {
  pause: 'paused',
  cancel: 'cancelled',
  resume: 'resumed',
  retry: 'retried',
};

const impossible = (verb: ControlVerb, runId: string, status: string): CommandError =>
  new CommandError(`Run ${shortId(runId)} is ${status} and cannot be ${PARTICIPLES[verb]}.`, {
    help: WAYS_OUT[status],
  });
