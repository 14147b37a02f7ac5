import { graph, type NodeSketch } from '@weft/engine/testing';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { openWeft, runToEnd, startWorkerProcess } from './openWeft.ts';

/**
 * A graph in layers of ten that is run, then run again as it is: from the document to the end of the run, with
 * compiling, all keys and the check that every artifact is still there.
 */
export async function open({ settings, ...place }: Given): Promise<OpenSubject> {
  const { steps } = settings as { steps: number };
  const engine = await openWeft(place, 'bench');
  await startWorkerProcess({ ...place, nodes: 'bench', slots: 2 });
  return {
    async round(index) {
      const document = layered(steps, index);
      const first = await runToEnd(engine, document);
      if (first.executed !== steps) throw new Error(`the first run executed ${first.executed} steps`);
      const again = await runToEnd(engine, document);
      return {
        firstMs: first.ms,
        againMs: again.ms,
        executedFirst: first.executed,
        executedAgain: again.executed,
      };
    },
  };
}

const WIDTH = 10;

const layered = (steps: number, salt: number) =>
  graph(
    Object.fromEntries(
      Array.from({ length: steps }, (_, at): [string, NodeSketch] => [
        `step${at}`,
        {
          type: 'bench.write',
          params: { salt: salt * 1_000_000 + at },
          ...(at < WIDTH ? {} : { in: { rows: `step${at - WIDTH}.rows` } }),
        },
      ]),
    ),
  );
