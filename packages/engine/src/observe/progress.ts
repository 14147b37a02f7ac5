/** How far a step is, in units of its own ("rows", "batches"). */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  /** Units per second over the last seconds; null before two reports, or when it stands still. */
  readonly rate: number | null;
  /** Milliseconds left at that rate; null when rate or total is unknown. */
  readonly etaMs: number | null;
}

/** What its shards reported last, and what they came to over the last seconds. */
export interface Reports {
  /** By shard; −1 is the step proper. */
  readonly last: ReadonlyMap<number, { readonly done: number; readonly total: number | null }>;
  readonly samples: readonly { readonly at: number; readonly done: number }[];
}

export const NO_REPORTS: Reports = { last: new Map(), samples: [] };

/** Long enough to smooth batches, short enough to notice a machine that slows down. */
const WINDOW_MS = 15_000;
/** Two reports closer than this say more about the network than about the work. */
const MIN_SPAN_MS = 200;

export interface Report {
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  readonly shard?: number;
}

/**
 * @param parts how many shards the step has, 0 when it is not sharded: those that have not spoken yet are taken to be
 * as large as those that have
 * @param at milliseconds, on the clock of the database
 */
export function reported(
  before: Reports,
  report: Report,
  { parts, at }: { parts: number; at: number },
): { reports: Reports; progress: Progress } {
  const last = new Map(before.last).set(report.shard ?? -1, { done: report.done, total: report.total });
  const { done, total } = sumOf([...last.values()], report.shard === undefined ? 1 : parts);
  const samples = recent(before.samples, { at, done });
  const rate = rateOf(samples);
  const etaMs =
    rate === null || total === null ? null : Math.round((Math.max(0, total - done) / rate) * 1000);
  return { reports: { last, samples }, progress: { done, total, unit: report.unit, rate, etaMs } };
}

/** Done as a share of the total, 0…1; null when the total is unknown. */
export const shareOf = ({ done, total }: Pick<Progress, 'done' | 'total'>): number | null =>
  total === null || total <= 0 ? null : Math.min(1, done / total);

function sumOf(
  reports: readonly { done: number; total: number | null }[],
  parts: number,
): { done: number; total: number | null } {
  const done = reports.reduce((sum, one) => sum + one.done, 0);
  let total = 0;
  for (const one of reports) {
    if (one.total === null) return { done, total: null };
    total += one.total;
  }
  return { done, total: Math.round((total / reports.length) * Math.max(parts, reports.length)) };
}

function recent(before: Reports['samples'], sample: Reports['samples'][number]): Reports['samples'] {
  const previous = before.at(-1);
  // Going back means starting over, for example on another worker from an earlier checkpoint.
  if (previous === undefined || previous.done > sample.done) return [sample];
  return [...before.filter((one) => sample.at - one.at <= WINDOW_MS), sample];
}

function rateOf(samples: Reports['samples']): number | null {
  const first = samples[0]!;
  const last = samples.at(-1)!;
  if (last.at - first.at < MIN_SPAN_MS || last.done === first.done) return null;
  return ((last.done - first.done) / (last.at - first.at)) * 1000;
}
