import type { MoveType, SequencedEvent } from '@weft/engine/observe';
import type { Cli } from '../cli.ts';
import { exitCodeOf, onInterrupt } from '../interrupt.ts';
import { open } from '../open.ts';
import { findRun } from '../run/findRun.ts';
import { printable } from '../view/format.ts';
import { eventText } from '../view/plainViewer.ts';
import { whoReader } from '../view/who.ts';

/** `weft logs <run>`: everything that was told about a run; with `-f` also what comes, until it is over. */
export async function logsCommand(
  cli: Cli,
  argument: string,
  { follow }: { follow?: boolean },
): Promise<number> {
  const { output } = cli;
  const opened = await open(cli, { keepUp: follow === true });
  const stop = new AbortController();
  let exitCode = 0;
  const release = onInterrupt((signal) => {
    exitCode = exitCodeOf(signal);
    stop.abort();
  });
  try {
    const { runId, eventSeq } = await findRun(opened, argument);
    const { MOVES } = await import('@weft/engine/observe');
    const whoIs = whoReader(opened.pool);
    const tell = async (event: SequencedEvent) => {
      if (output.machine) return output.json(event);
      const moved = event.actor !== null && MOVES.includes(event.type as MoveType);
      output.print(moved ? `${line(event)}, by ${printable(await whoIs(event.actor!))}` : line(event));
    };
    if (follow !== true && eventSeq === 0n) return 0;
    for await (const event of opened.engine.watch(runId, { signal: stop.signal })) {
      await tell(event);
      if (follow !== true && event.seq >= eventSeq) break;
    }
    return exitCode;
  } finally {
    release();
    await opened.close();
  }
}

const line = (event: SequencedEvent): string =>
  `${event.at.toISOString().slice(11, 23)}  ${printable(eventText(event))}`;
