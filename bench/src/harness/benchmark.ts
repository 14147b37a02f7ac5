import type { Json } from '@weft/engine/graph';

/** A plain object per benchmark: who is measured, at which size, and what is compared with whom. */
export interface Benchmark {
  readonly name: string;
  /** One sentence: what is done, so that a reader can judge whether the peers do the same. */
  readonly title: string;
  /** Measured rounds, at least three; one more goes before them, unmeasured. */
  readonly rounds?: number;
  /** No unmeasured round: for work that takes minutes and does not warm up. */
  readonly cold?: boolean;
  /** Left out unless `--full` is given or the benchmark is named. */
  readonly long?: boolean;
  /** What every subject is told, by size of the run. */
  readonly sizes: { readonly quick: Settings; readonly usual: Settings };
  readonly subjects: { readonly [name: string]: Subject };
  /** The subject that is compared with the others. Default `weft`. */
  readonly ours?: string;
  readonly rows: readonly RowSpec[];
}

export type Settings = { readonly [name: string]: Json };

export interface Subject {
  readonly title: string;
  /** Module that exports `open` (see `OpenSubject`). It runs in a process of its own. */
  readonly module: URL;
  readonly settings?: Settings;
  /** A database of its own on the server that all share. */
  readonly database?: 'migrated' | 'empty';
  /** Why it cannot be measured here; null when it can. Its rows are then shown as skipped, with the reason. */
  readonly missing?: () => Promise<string | null>;
}

export interface RowSpec {
  /** With its unit, for example `p50 ms`. */
  readonly measure: string;
  /** Key into the figures that `round` returns. */
  readonly figure: string;
  readonly better: 'more' | 'less';
  /** The figure shown and judged is the middle one of the rounds, or the worst. Default `median`. */
  readonly of?: 'median' | 'worst';
  /** Subject that is "ours" in this row, when it is not the benchmark's. */
  readonly ours?: string;
  readonly peers: readonly PeerSpec[];
  /** What our own figure has to reach, whoever the peer. */
  readonly goal?: number;
  /** A first gate on the way to the goal. */
  readonly gate?: number;
}

export interface PeerSpec {
  readonly subject: string;
  /** How many times better than the peer we have to be. */
  readonly goal?: number;
  /** The peer's figure is another one of its figures. */
  readonly figure?: string;
}

/** Names of figures to numbers, as one round yields them. */
export type Figures = { readonly [figure: string]: number };

/** What a subject is opened with. */
export interface Given {
  readonly settings: { readonly [name: string]: Json };
  /** Empty when the subject asked for no database. */
  readonly databaseUrl: string;
  /** An empty directory of its own, removed afterwards. */
  readonly directory: string;
}

/** A subject that is ready: everything that is not to be measured has been done. */
export interface OpenSubject {
  /** `index` is −1 for the unmeasured round, then 0, 1, 2 … */
  round(index: number): Promise<Figures>;
  close?(): Promise<void>;
}

export type OpenFunction = (given: Given) => Promise<OpenSubject>;
