import type { Cli } from '../cli.ts';
import type { Followed } from './follow.ts';
import { followedExitCode } from './follow.ts';
import { runExitCode, runObject, runSummary } from '../view/summary.ts';

/** Tells how a followed run ended and returns the exit code. */
export function reportRun({ config, output }: Cli, followed: Followed): number {
  if (output.machine) output.json(runObject(followed.run, { stacks: config.log === 'debug' }));
  else for (const line of runSummary(followed.run, { columns: output.terminal?.columns })) output.print(line);
  return followedExitCode(followed, runExitCode);
}
