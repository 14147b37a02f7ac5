import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { wideAndDeep } from '../wideAndDeep.ts';

const TIMES = 20;

/** The engine's own JSON.parse on the same text: what reading it costs before anything is understood. */
export async function open({ settings }: Given): Promise<OpenSubject> {
  const text = wideAndDeep((settings as { nodes: number }).nodes);
  return {
    async round() {
      const began = performance.now();
      let keys = 0;
      for (let time = 0; time < TIMES; time++) keys += Object.keys(JSON.parse(text) as object).length;
      if (keys === 0) throw new Error('nothing was parsed');
      return { ms: (performance.now() - began) / TIMES };
    },
  };
}
