import type { Cli } from '../cli.ts';
import { collect } from '../gc/collect.ts';
import { open } from '../open.ts';
import { bytes, count } from '../view/format.ts';

/** `weft gc`: removes what nothing needs any more and says what that freed. */
export async function gcCommand(
  cli: Cli,
  { dryRun = false, resultsOlderThan }: { dryRun?: boolean; resultsOlderThan?: number },
): Promise<number> {
  const { config, output } = cli;
  const opened = await open(cli);
  try {
    const { engine, pool } = opened;
    const done = await collect({
      pool,
      artifacts: engine.artifacts,
      checkpoints: engine.checkpoints,
      folders: [config.artifactsDir, config.checkpointsDir],
      resultsOlderThanMs: resultsOlderThan ?? null,
      dryRun,
    });
    if (output.machine) output.json({ dryRun, ...done });
    else {
      output.print(`${dryRun ? 'Would free' : 'Freed'} ${bytes(done.bytes)} in ${count(done.files)} files.`);
      output.print(
        `${dryRun ? 'Would drop' : 'Dropped'} ${count(done.results)} results, ${count(done.artifacts)} artifacts, ${count(done.checkpoints)} checkpoints${dryRun ? '' : `, ${count(done.temporaryFiles)} temporary files`}.`,
      );
    }
    return 0;
  } finally {
    await opened.close();
  }
}
