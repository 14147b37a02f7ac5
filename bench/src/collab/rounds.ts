import type { Given, OpenSubject } from '../harness/benchmark.ts';
import { measureKills } from './kills.ts';
import { measureLatency } from './latency.ts';
import type { System } from './system.ts';

export interface Sizes {
  readonly editors: number;
  readonly editsPerSecond: number;
  readonly seconds: number;
  readonly kills: number;
}

/** A round is the load without any trouble, then the kills. */
export function rounds(settings: Given['settings'], system: System): OpenSubject {
  const sizes = settings as unknown as Sizes;
  return {
    async round() {
      const latency = await measureLatency(system, sizes);
      const seed = Math.floor(Math.random() * 10_000);
      const { lost, doubled, apart, acknowledged } = await measureKills(system, { ...sizes, seed });
      return { ...latency, faults: lost + doubled + apart, lost, doubled, apart, acknowledged, seed };
    },
  };
}
