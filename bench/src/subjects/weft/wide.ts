import { graph } from '@weft/engine/testing';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { openWeft, runToEnd, startWorkerProcess } from './openWeft.ts';

/** One step, then as many as wanted that all depend on it alone. */
export async function open({ settings, ...place }: Given): Promise<OpenSubject> {
  const { steps, slots } = settings as { steps: number; slots: number };
  const engine = await openWeft(place, 'bench');
  await startWorkerProcess({ ...place, nodes: 'bench', slots });
  return {
    async round(index) {
      const { ms, executed } = await runToEnd(engine, wideGraph(steps, index));
      if (executed !== steps) throw new Error(`${executed} of ${steps} steps were executed`);
      return { perSecond: (steps * 1000) / ms };
    },
  };
}

export const wideGraph = (steps: number, salt: number) =>
  graph({
    root: { type: 'bench.noop', params: { salt: salt * 1_000_000 } },
    ...Object.fromEntries(
      Array.from({ length: steps - 1 }, (_, at) => [
        `leaf${at}`,
        { type: 'bench.noop', params: { salt: salt * 1_000_000 + at + 1 }, in: { rows: 'root.rows' } },
      ]),
    ),
  });
