/** One try of a step, or of a shard of it, as the server tells it. */
export interface AttemptRow {
  readonly nodeId: string;
  /** Null: the step proper. */
  readonly shard: number | null;
  readonly number: number;
  readonly worker: string | null;
  readonly outcome: Outcome;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Moments at which its progress became durable. */
  readonly checkpoints: readonly string[];
  /** Times in which its work was saved and stood still; `to` is null while it does. */
  readonly pauses: readonly { readonly from: string; readonly to: string | null }[];
}

/** Times are milliseconds since the timeline's `from`. */
export interface Bar {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  readonly outcome: Outcome;
  readonly worker: string | null;
  readonly checkpoints: readonly number[];
}

export type Outcome = 'running' | 'succeeded' | 'failed' | 'paused' | 'asked' | 'cancelled' | 'lost';

/** All tries of a step, or of one of its shards, one after another. */
export interface Lane {
  readonly id: string;
  readonly nodeId: string;
  readonly shard: number | null;
  readonly bars: readonly Bar[];
  /** Times in which its work was saved and stood still because the run was paused. */
  readonly pauses: readonly { readonly from: number; readonly to: number }[];
}

export interface Timeline {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** At least 1, so that everything can be divided by it. */
  readonly duration: number;
  readonly lanes: readonly Lane[];
}

/**
 * Attempts → lanes in the order in which work began; shards follow their step. What is still open, an attempt or a pause,
 * reaches to `now`; null: the run is over, and it reaches to the last that is known.
 */
export function timelineOf(attempts: readonly AttemptRow[], now: number | null): Timeline {
  if (attempts.length === 0) return { from: now ?? 0, duration: 1, lanes: [] };
  const from = Math.min(...attempts.map(({ startedAt }) => Date.parse(startedAt)));
  const last = Math.max(from + 1, ...attempts.map((one) => Date.parse(one.endedAt ?? one.startedAt)));
  const isOpen = attempts.some(
    ({ endedAt, pauses }) => endedAt === null || pauses.some(({ to }) => to === null),
  );
  const to = isOpen ? Math.max(last, now ?? last) : last;
  const end = to - from;
  const byNode = Map.groupBy(attempts, ({ nodeId }) => nodeId);
  const lanes = [...byNode].flatMap(([nodeId, ofNode]) => {
    const byShard = Map.groupBy(ofNode, ({ shard }) => shard);
    return [...byShard.keys()]
      .toSorted((a, b) => (a ?? -1) - (b ?? -1))
      .map((shard): Lane => {
        const bars = byShard
          .get(shard)!
          .map((attempt) => barOf(attempt, { from, end }))
          .toSorted((a, b) => a.number - b.number);
        const pauses = byShard.get(shard)!.flatMap((attempt) =>
          attempt.pauses.map((pause) => ({
            from: Date.parse(pause.from) - from,
            to: pause.to === null ? end : Date.parse(pause.to) - from,
          })),
        );
        return { id: `${nodeId}/${shard ?? ''}`, nodeId, shard, bars, pauses };
      });
  });
  const began = new Map<string, number>();
  for (const { nodeId, bars } of lanes)
    began.set(nodeId, Math.min(began.get(nodeId) ?? Infinity, bars[0]!.from));
  return {
    from,
    duration: Math.max(1, end),
    // Sorting is stable, so the lanes of one step stay together and in order.
    lanes: lanes.toSorted(
      (a, b) =>
        began.get(a.nodeId)! - began.get(b.nodeId)! ||
        (a.nodeId < b.nodeId ? -1 : a.nodeId > b.nodeId ? 1 : 0),
    ),
  };
}

function barOf(attempt: AttemptRow, { from, end }: { from: number; end: number }): Bar {
  const start = Date.parse(attempt.startedAt) - from;
  const open = attempt.endedAt === null;
  return {
    number: attempt.number,
    from: start,
    to: open ? end : Math.max(start, Date.parse(attempt.endedAt) - from),
    open,
    outcome: attempt.outcome,
    worker: attempt.worker,
    checkpoints: attempt.checkpoints.map((at) => Date.parse(at) - from),
  };
}

const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 43_200_000, 86_400_000,
];

/** Round moments for the axis, at least `apart` pixels from each other. */
export function ticks(duration: number, width: number, apart = 90): readonly number[] {
  const most = Math.max(1, Math.floor(width / apart));
  const step =
    STEPS_MS.find((size) => duration / size <= most) ?? Math.ceil(duration / most / 86_400_000) * 86_400_000;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, i) => i * step);
}

/** What a lane says in one line, and to screen readers. */
export const totalOf = (lane: Lane): number => lane.bars.reduce((sum, { from, to }) => sum + (to - from), 0);
