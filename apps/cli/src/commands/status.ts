import type { MoveType } from '@weft/engine/observe';
import type { Cli } from '../cli.ts';
import { open } from '../open.ts';
import { findRun } from '../run/findRun.ts';
import { printable } from '../view/format.ts';
import { runObject, runSummary } from '../view/summary.ts';
import { whoReader } from '../view/who.ts';

const DONE: Readonly<Record<MoveType, string>> = {
  'run:started': 'Started',
  'run:paused': 'Paused',
  'run:resumed': 'Resumed',
  'run:cancelled': 'Cancelled',
  'run:retried': 'Retried',
  'step:answered': 'Answered',
};
const moment = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

/** `weft status <run>`: how far a run is, who moved it, and why what waits waits. */
export async function statusCommand(cli: Cli, argument: string): Promise<number> {
  const { config, output } = cli;
  const opened = await open(cli);
  try {
    const { runId } = await findRun(opened, argument);
    const run = (await opened.engine.view(runId))!;
    if (output.machine) {
      output.json(runObject(run, { stacks: config.log === 'debug' }));
      return 0;
    }
    for (const line of runSummary(run, { columns: output.terminal?.columns })) output.print(line);
    const whoIs = whoReader(opened.pool);
    for (const { type, at, nodeId, actor } of run.moves)
      if (actor !== null)
        output.print(
          `${DONE[type]}${nodeId === null ? '' : ` ${nodeId}`} by ${printable(await whoIs(actor))}, ${moment(at)}.`,
        );
    for (const { nodeId, waiting } of run.steps)
      if (waiting !== null)
        output.print(`${nodeId} ${printable(waiting.reason.en)}, since ${moment(waiting.since)}.`);
    return 0;
  } finally {
    await opened.close();
  }
}
