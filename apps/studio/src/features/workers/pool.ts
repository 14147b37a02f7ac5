import { factsOf } from './facts.ts';

export interface PoolWorker {
  readonly workerId: string;
  readonly state: 'active' | 'draining' | 'gone';
  readonly slots: number;
  readonly busy: number;
  readonly facts?: unknown;
}

/** The workers that are alive, taken together. */
export interface Pool {
  readonly workers: number;
  readonly slots: number;
  readonly busy: number;
  readonly gpus: number;
  /** Versions of Weft that they run, oldest first. More than one is trouble to come. */
  readonly versions: readonly string[];
}

export function poolOf(workers: readonly PoolWorker[]): Pool {
  const alive = workers
    .filter(({ state }) => state !== 'gone')
    .map((worker) => ({ ...worker, facts: factsOf(worker.facts) }));
  const sum = (of: (worker: (typeof alive)[number]) => number) =>
    alive.reduce((total, worker) => total + of(worker), 0);
  // Two workers on one machine see the same GPUs.
  const gpus = new Map(
    alive.map(({ facts, workerId }) => [facts?.host ?? workerId, facts?.gpus?.length ?? 0]),
  );
  const versions = new Set(alive.flatMap(({ facts }) => facts?.weft ?? []));
  return {
    workers: alive.length,
    slots: sum(({ slots }) => slots),
    busy: sum(({ busy }) => busy),
    gpus: [...gpus.values()].reduce((total, count) => total + count, 0),
    versions: [...versions].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
  };
}

/** Kinds of steps that a worker takes, by the names of its queues: "weft-gpu", "weft-cpu-big". */
export function kindsOf(queues: readonly string[]): readonly ('cpu' | 'gpu')[] {
  const kinds = queues.flatMap((queue) => /^weft-(cpu|gpu)(?:-|$)/.exec(queue)?.[1] ?? []);
  return (['cpu', 'gpu'] as const).filter((kind) => kinds.includes(kind));
}
