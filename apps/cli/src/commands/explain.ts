import type { Change } from '@weft/engine/compile';
import type { StepExplanation } from '@weft/engine';
import type { Cli } from '../cli.ts';
import { open } from '../open.ts';
import { loadRunnable, prepareOn, readingFiles, type DocumentOptions } from '../run/prepareDocument.ts';
import { printable } from '../view/format.ts';
import { paintStatus } from '../view/stepLine.ts';
import { table } from '../view/table.ts';

/** `weft explain`: what a run would do and why, without running. */
export async function explainCommand(cli: Cli, argument: string, options: DocumentOptions): Promise<number> {
  const { output } = cli;
  const loaded = await loadRunnable(cli, argument, options);
  const opened = await open(cli);
  try {
    const prepared = prepareOn(opened.engine, loaded, options);
    const steps = await readingFiles(async () => await opened.engine.explain(prepared, loaded.ref));
    if (output.machine) output.json({ ref: loaded.ref, steps: steps.map(stepObject) });
    else for (const line of explanation(steps, output.terminal?.columns)) output.print(line);
    return 0;
  } finally {
    await opened.close();
  }
}

function stepObject(explanation: StepExplanation): unknown {
  const { reason: _, why, ...step } = explanation;
  return {
    ...step,
    why: why.en,
    // JSON has no undefined: a param that was not there before is null.
    changes: step.changes.map((change: Change) => ({
      ...change,
      before: change.before ?? null,
      after: change.after ?? null,
    })),
  };
}

function explanation(steps: readonly StepExplanation[], columns = Infinity): string[] {
  const rows = steps.map((step) => [step.nodeId, step.type, step.will, printable(step.why.en)]);
  const count = (will: StepExplanation['will']) => steps.filter((step) => step.will === will).length;
  return [
    ...table(
      [
        { title: 'STEP' },
        { title: 'TYPE' },
        {
          title: 'WILL',
          color: (text) => paintStatus(text.trim() === 'cached' ? 'cached' : 'running', text),
        },
        { title: 'WHY' },
      ],
      rows,
      { maxWidth: columns },
    ),
    '',
    `${count('run')} to run, ${count('follows')} after them, ${count('cached')} cached.`,
  ];
}
