import type { Json } from '@weft/engine/graph';
import { didYouMean } from '@weft/engine/graph';
import type { Cli } from '../cli.ts';
import { CommandError, usageError } from '../errors.ts';
import { open } from '../open.ts';
import { continueRun } from '../run/continueRun.ts';
import { findRun } from '../run/findRun.ts';
import { answerGate } from '../run/verbs.ts';
import { shortId } from '../view/format.ts';
import type { ContinueOptions } from './control.ts';

/** `weft answer <run> <node> <json>`: answers a gate and goes on with the run. */
export async function answerCommand(
  cli: Cli,
  { run: argument, node, answer: text }: { run: string; node: string; answer: string },
  { detach = false, workers }: ContinueOptions,
): Promise<number> {
  const answer = parseAnswer(text);
  const opened = await open(cli, { keepUp: !detach });
  try {
    const run = await findRun(opened, argument);
    if (!(await answerGate(opened.engine, { runId: run.runId, nodeId: node, answer }))) {
      const asking = (await opened.engine.view(run.runId))!.steps
        .filter((step) => step.question !== null)
        .map((step) => step.nodeId);
      const close = didYouMean(node, asking);
      throw new CommandError(`Node "${node}" of run ${shortId(run.runId)} asks nothing.`, {
        help:
          asking.length === 0
            ? 'No step of it waits for an answer.'
            : close === null
              ? `Asking: ${asking.join(', ')}.`
              : `Did you mean "${close}"?`,
      });
    }
    if (!detach) return await continueRun(cli, opened, { run, workers });
    if (cli.output.machine) cli.output.json({ runId: run.runId, nodeId: node, answered: true });
    else cli.output.print(`Answered; workers that are up go on with run ${shortId(run.runId)}.`);
    return 0;
  } finally {
    await opened.close();
  }
}

function parseAnswer(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw usageError(
      `${text} is not JSON.`,
      `For example: true, or '{"approved": true}', or '"a text in double quotes"'.`,
    );
  }
}
