import type { Cli } from '../cli.ts';
import { open } from '../open.ts';
import { duration, printable, shortId } from '../view/format.ts';
import { paintStatus } from '../view/stepLine.ts';
import { table } from '../view/table.ts';

/** `weft runs`: the last runs, newest first. */
export async function runsCommand(cli: Cli, { limit }: { limit: number }): Promise<number> {
  const { output } = cli;
  const opened = await open(cli);
  try {
    const runs = await opened.engine.list({ limit });
    if (output.machine) output.json(runs);
    else if (runs.length === 0) output.print('There is no run yet. `weft run <template>` starts one.');
    else {
      const rows = runs.map((run) => [
        shortId(run.runId),
        String(run.number),
        printable(run.title),
        printable(run.ref),
        run.status,
        String(run.steps),
        run.createdAt.slice(0, 19).replace('T', ' '),
        duration(run.ms),
      ]);
      const columns = [
        { title: 'RUN' },
        { title: 'NO', align: 'right' as const },
        { title: 'TITLE' },
        { title: 'DOCUMENT' },
        { title: 'STATUS', color: (text: string) => paintStatus(text.trim(), text) },
        { title: 'STEPS', align: 'right' as const },
        { title: 'STARTED (UTC)' },
        { title: 'TIME', align: 'right' as const },
      ];
      for (const line of table(columns, rows, { maxWidth: output.terminal?.columns })) output.print(line);
    }
    return 0;
  } finally {
    await opened.close();
  }
}
