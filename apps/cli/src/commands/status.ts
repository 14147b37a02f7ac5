import type { Cli } from '../cli.ts';
import { open } from '../open.ts';
import { findRun } from '../run/findRun.ts';
import { printable } from '../view/format.ts';
import { runObject, runSummary } from '../view/summary.ts';

/** `weft status <run>`: how far a run is, and why what waits waits. */
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
    for (const { nodeId, waiting } of run.steps)
      if (waiting !== null)
        output.print(
          `${nodeId} ${printable(waiting.reason.en)}, since ${waiting.since.slice(0, 19).replace('T', ' ')} UTC.`,
        );
    return 0;
  } finally {
    await opened.close();
  }
}
