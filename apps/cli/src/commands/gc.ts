import type { Cli } from '../cli.ts';
import { open } from '../open.ts';
import { bytes, count } from '../view/format.ts';

/** `weft gc`: removes what nothing needs any more and says what that freed. */
export async function gcCommand(
  cli: Cli,
  { dryRun = false, resultsOlderThan }: { dryRun?: boolean; resultsOlderThan?: number },
): Promise<number> {
  const { output } = cli;
  const opened = await open(cli);
  try {
    const done = await opened.engine.collect({ resultsOlderThanMs: resultsOlderThan ?? null, dryRun });
    if (output.machine) output.json({ dryRun, ...done });
    else {
      output.print(`${dryRun ? 'Would free' : 'Freed'} ${bytes(done.bytes)} in ${count(done.files)} files.`);
      output.print(
        `${dryRun ? 'Would drop' : 'Dropped'} ${count(done.results)} results, ${count(done.artifacts)} artifacts, ${count(done.checkpoints)} checkpoints.`,
      );
      if (done.asideFiles > 0)
        output.print(
          `${dryRun ? 'Would set' : 'Set'} ${bytes(done.asideBytes)} in ${count(done.asideFiles)} files aside; \`weft gc\` frees them from an hour on.`,
        );
      if (done.lost > 0)
        output.print(`${count(done.lost)} files are missing; runs make them again when they need them.`);
      if (done.quarantined > 0)
        output.print(
          `${count(done.quarantined)} damaged files are in quarantine; \`weft doctor\` says more.`,
        );
    }
    return 0;
  } finally {
    await opened.close();
  }
}
