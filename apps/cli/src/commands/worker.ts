import { once } from 'node:events';
import type { Cli } from '../cli.ts';
import { onInterrupt } from '../interrupt.ts';
import { open } from '../open.ts';
import { startInProcessWorker } from '../run/inProcessWorker.ts';

/** `weft worker`: takes steps of any run until Ctrl-C; then lets those it has save, and hands them back. */
export async function workerCommand(
  cli: Cli,
  { slots, labels }: { slots: number; labels: readonly string[] },
): Promise<number> {
  const { output } = cli;
  const stopping = new AbortController();
  const release = onInterrupt(() => {
    output.note('letting steps save… press Ctrl-C again to stop at once');
    stopping.abort();
  });
  const opened = await open(cli, { keepUp: true });
  try {
    const worker = await startInProcessWorker({ engine: opened.engine, output, slots, labels });
    try {
      if (output.machine) output.json({ workerId: worker.id, slots, labels });
      else
        output.print(
          `Worker ${worker.id} with ${slots} slots${labels.length > 0 ? ` for ${labels.join(', ')}` : ''} on ${opened.database}. Ctrl-C stops it.`,
        );
      if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
    } finally {
      await worker.stop();
    }
    return 0;
  } finally {
    await opened.close();
    release();
  }
}
