import type { Benchmark, Figures, PeerSpec, RowSpec } from './benchmark.ts';
import { median, spread, type Spread } from './statistics.ts';

/** What was seen of one subject while it was measured. */
export interface Observed {
  readonly title: string;
  /** Why it was not measured: its machine lacks something, or it failed. */
  readonly missing: string | null;
  readonly failed: boolean;
  readonly rounds: readonly Round[];
  /** Peak resident memory of its process and the children of that. */
  readonly peakMb: number;
}

export interface Round {
  readonly figures: Figures;
  /** CPU time of the subject's processes over wall time. */
  readonly cpuPerWall: number;
  /** Share of the machine's cores that was busy with something else than this benchmark and its database. */
  readonly others: number;
}

/** One line of the table: our figure against one peer's. */
export interface Row {
  readonly benchmark: string;
  readonly measure: string;
  readonly peer: string;
  readonly ours: number;
  readonly theirs: number;
  /** How many times better ours is, by round: both were measured one after the other in each. */
  readonly ratio: Spread;
  readonly goal: string;
  readonly reached: string;
  readonly cpuPerWall: { readonly ours: number; readonly theirs: number };
  /** The worst round of the two. */
  readonly others: number;
  readonly peakMb: { readonly ours: number; readonly theirs: number };
  /** Instead of figures. */
  readonly skipped: string | null;
}

const NOTHING: Observed = { title: '', missing: 'it was not measured', failed: true, rounds: [], peakMb: 0 };

export function compare(benchmark: Benchmark, observed: Readonly<Record<string, Observed>>): Row[] {
  return benchmark.rows.flatMap((row) =>
    row.peers.map((peer) => {
      const ours = observed[row.ours ?? benchmark.ours ?? 'weft'] ?? NOTHING;
      return compareOne(benchmark.name, { row, peer, ours, theirs: observed[peer.subject] ?? NOTHING });
    }),
  );
}

function compareOne(
  benchmark: string,
  { row, peer, ours, theirs }: { row: RowSpec; peer: PeerSpec; ours: Observed; theirs: Observed },
): Row {
  const a = ours.rounds.map(({ figures }) => figures[row.figure] ?? Number.NaN);
  const b = theirs.rounds.map(({ figures }) => figures[peer.figure ?? row.figure] ?? Number.NaN);
  const ratios = a
    .slice(0, b.length)
    .map((own, at) => (row.better === 'more' ? own / b[at]! : b[at]! / own))
    .filter((ratio) => !Number.isNaN(ratio));
  const worst = row.better === 'more' ? Math.min : Math.max;
  const pick = (values: number[]) => (row.of === 'worst' ? worst(...values) : median(values));
  const own = pick(a);
  const ratio = spread(ratios);
  const skipped =
    reason(ours) ?? reason(theirs) ?? (ratios.length === 0 ? 'no round gave both figures' : null);
  const both = [...ours.rounds, ...theirs.rounds];
  return {
    benchmark,
    measure: row.measure,
    peer: theirs.title,
    ours: own,
    theirs: pick(b),
    ratio,
    ...judge(row, peer, { own, ratio: ratio.median, skipped }),
    cpuPerWall: {
      ours: median(ours.rounds.map((round) => round.cpuPerWall)),
      theirs: median(theirs.rounds.map((round) => round.cpuPerWall)),
    },
    others: Math.max(0, ...both.map((round) => round.others)),
    peakMb: { ours: ours.peakMb, theirs: theirs.peakMb },
    skipped,
  };
}

/** Short enough for a cell; the whole of it is in the JSON file and at the end of the output. */
const reason = ({ title, missing }: Observed): string | null =>
  missing === null ? null : `${title}: ${missing.split('\n', 1)[0]!.slice(0, 60)}`;

/** A goal is a number for our own figure, a ratio to the peer, or both; both must then be reached. */
function judge(
  row: RowSpec,
  peer: PeerSpec,
  { own, ratio, skipped }: { own: number; ratio: number; skipped: string | null },
): { goal: string; reached: string } {
  const atLeast = (goal: number) => (row.better === 'more' ? own >= goal : own <= goal);
  const sign = row.better === 'more' ? '≥' : '≤';
  const goals = [
    ...(row.goal === undefined
      ? []
      : [{ says: `${sign} ${formatNumber(row.goal)}`, holds: atLeast(row.goal) }]),
    ...(peer.goal === undefined
      ? []
      : [{ says: `≥ ${formatNumber(peer.goal)}×`, holds: ratio >= peer.goal }]),
  ];
  if (goals.length === 0) return { goal: '–', reached: '–' };
  const goal = goals.map(({ says }) => says).join(', ');
  if (skipped !== null) return { goal, reached: '–' };
  const reached = goals.every(({ holds }) => holds) ? 'yes' : 'NO';
  const gate =
    reached === 'NO' && row.gate !== undefined
      ? ` (gate ${formatNumber(row.gate)}: ${atLeast(row.gate) ? 'yes' : 'NO'})`
      : '';
  return { goal, reached: reached + gate };
}

/** Three significant digits, thousands grouped: 0.000457, 4.57, 12,345. */
export function formatNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1000)
    return Math.round(value)
      .toString()
      .replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return String(Number(value.toPrecision(3)));
}
