import { join } from 'node:path';
import { graph } from '@weft/engine/testing';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { gaps } from '../../harness/statistics.ts';
import { readJournal } from '../../nodes/journal.ts';
import { gapFigures } from '../gapFigures.ts';
import { openWeft, runToEnd, startWorkerProcess } from './openWeft.ts';

/** A chain of no-op steps, each started when the result of the one before it is committed. */
export async function open({ settings, ...place }: Given): Promise<OpenSubject> {
  const { steps, node } = settings as { steps: number; node: string };
  const engine = await openWeft(place, 'bench');
  await startWorkerProcess({ ...place, nodes: 'bench', slots: 1 });
  return {
    async round(index) {
      const journal = join(place.directory, `journal-${index}`);
      const { ms } = await runToEnd(
        engine,
        graph(
          Object.fromEntries(
            Array.from({ length: steps }, (_, at) => [
              `step${at}`,
              {
                type: node,
                params: { salt: index * 1_000_000 + at, journal },
                ...(at === 0 ? {} : { in: { rows: `step${at - 1}.rows` } }),
              },
            ]),
          ),
        ),
      );
      return gapFigures(gaps(readJournal(journal).map((entry) => entry.ms)), { steps, ms });
    },
  };
}
