import type { Engine, RunView } from '@weft/engine';
import type { Output } from '../output.ts';
import { exitCodeOf, onInterrupt, type Signal } from '../interrupt.ts';
import { patiently } from '../patiently.ts';
import { controlRun } from './verbs.ts';
import { RunFold } from '../view/runState.ts';
import { runViewer } from '../view/runViewer.ts';

export interface Followed {
  readonly run: RunView;
  /** The signal that ended it early, when one did. */
  readonly signal: Signal | null;
}

export interface FollowOptions {
  readonly engine: Engine;
  readonly output: Output;
  readonly runId: string;
  readonly steps: readonly { readonly nodeId: string; readonly title: string }[];
  /** Events up to this number are history: they shape the view and are not told. Default 0. */
  readonly seen?: bigint;
  /** Ends the following and leaves the run as it is. Without it Ctrl-C pauses the run. */
  readonly leaveOn?: AbortSignal;
}

const LOOK_MS = 250;

/**
 * Shows a run until nothing more will happen by itself: it is over, everything in it is paused and saved, or it only
 * waits for an answer.
 */
export async function followRun(options: FollowOptions): Promise<Followed> {
  const { engine, output, runId, steps, seen = 0n, leaveOn } = options;
  const fold = new RunFold(steps);
  const viewer = runViewer(output, fold);
  const stop = new AbortController();
  const view = async () => (await patiently(async () => await engine.view(runId)))!;
  let signal: Signal | null = null;

  const pause = (received: Signal) => {
    signal = received;
    viewer.say('pausing… press Ctrl-C again to stop at once');
    void patiently(async () => await controlRun(engine, 'pause', runId)).catch((error: unknown) => {
      viewer.say(`The run could not be paused: ${(error as Error).message}`);
      stop.abort();
    });
  };
  const release = leaveOn === undefined ? onInterrupt(pause) : () => {};
  const stopSignal = leaveOn === undefined ? stop.signal : AbortSignal.any([stop.signal, leaveOn]);

  let looking = false;
  async function look(): Promise<void> {
    if (looking || !mayRest(fold)) return;
    looking = true;
    try {
      if (isResting(await view())) stop.abort();
    } catch {
      // The database is away for long: the watch below will say so.
    } finally {
      looking = false;
    }
  }
  const timer = setInterval(() => void look(), LOOK_MS);

  try {
    for await (const event of engine.watch(runId, { signal: stopSignal }))
      viewer.event(event, fold.apply(event), event.seq > seen);
  } finally {
    clearInterval(timer);
    viewer.close();
    release();
  }
  return { run: await view(), signal };
}

/** Worth asking the database: nothing seems to move. Events tell of pauses and questions, not of their being all. */
const mayRest = ({ status, steps }: RunFold): boolean =>
  status === 'paused' || steps.some((step) => step.phase === 'asking');

/** Paused with every step saved, or waiting for an answer and nothing else. */
const isResting = (run: RunView): boolean =>
  run.status === 'waiting' ||
  (run.status === 'paused' && run.steps.every((step) => step.status !== 'running'));

/** The exit code of a command that followed a run. */
export function followedExitCode(
  { run, signal }: Followed,
  codeOf: (status: RunView['status']) => number,
): number {
  const ended = run.status === 'succeeded' || run.status === 'failed';
  return signal === null || ended ? codeOf(run.status) : exitCodeOf(signal);
}
