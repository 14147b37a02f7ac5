import type { Figures, Given } from './benchmark.ts';

/** How the harness and a subject's process talk, over Node's IPC: strictly one answer per request. */
export type ToSubject =
  | { readonly do: 'open'; readonly module: string; readonly given: Given }
  | { readonly do: 'round'; readonly index: number }
  | { readonly do: 'close' };

export type FromSubject =
  | {
      readonly done: true;
      readonly figures: Figures;
      readonly wallMs: number;
      /** CPU of this process alone and its peak memory, for machines without /proc. */
      readonly cpuMs: number;
      readonly peakMb: number;
    }
  | { readonly done: false; readonly error: string };
