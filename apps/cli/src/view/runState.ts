import type { ErrorRecord } from '@weft/engine/node';
import type { SequencedEvent } from '@weft/engine';

/** A run as its events tell it so far: what a live view draws. */
export interface RunState {
  status: 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled';
  readonly steps: ReadonlyMap<string, StepState>;
}

export type LiveStatus =
  | 'pending'
  | 'ready'
  | 'running'
  | 'paused'
  | 'asking'
  | 'retrying'
  | 'succeeded'
  | 'cached'
  | 'failed'
  | 'skipped'
  | 'cancelled';

export interface StepState {
  readonly nodeId: string;
  readonly title: string;
  status: LiveStatus;
  attempts: number;
  startedAt: number | null;
  /** Shards of a map that is handled in parallel; 0 when it is not. */
  shards: number;
  progress: Progress | null;
  /** Last point of each curve, newest last. */
  readonly curves: Map<string, number>;
  warnings: number;
  error: ErrorRecord | null;
  /** Half a sentence for whoever looks: why it waits or was skipped. */
  note: string;
}

export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  /** Units per second over the last seconds; null before there are two reports. */
  readonly rate: number | null;
}

/** Steps whose work goes on now. */
export const isLive = (status: LiveStatus): boolean =>
  status === 'running' || status === 'ready' || status === 'retrying';

const RATE_WINDOW_MS = 15_000;

/** Folds events into a `RunState`. Feed it every event of the run from the first one on. */
export class RunFold {
  readonly #steps = new Map<string, StepState>();
  /** Per step: what each shard reported last (−1 = the step proper), and the sums over time. */
  readonly #reports = new Map<string, { shards: Map<number, Report>; samples: Sample[] }>();
  readonly state: RunState;

  constructor(steps: readonly { readonly nodeId: string; readonly title: string }[]) {
    for (const { nodeId, title } of steps) this.#steps.set(nodeId, newStep(nodeId, title));
    this.state = { status: 'running', steps: this.#steps };
  }

  /** Returns the step the event was about, when it was about one. */
  apply(event: SequencedEvent): StepState | null {
    switch (event.type) {
      case 'run:started':
      case 'run:resumed':
      case 'run:retried':
        this.state.status = 'running';
        return null;
      case 'run:paused':
        this.state.status = 'paused';
        return null;
      case 'run:cancelled':
        this.state.status = 'cancelled';
        return null;
      case 'run:finished':
        this.state.status = event.data.status as RunState['status'];
        return null;
      default: {
        const step = event.nodeId === null ? undefined : this.#steps.get(event.nodeId);
        if (step === undefined) return null;
        this.#applyTo(step, event);
        return step;
      }
    }
  }

  #applyTo(step: StepState, event: Exclude<SequencedEvent, { type: `run:${string}` }>): void {
    const set = (status: LiveStatus, note = '') => {
      step.status = status;
      step.note = note;
    };
    switch (event.type) {
      case 'step:ready':
        return set('ready');
      case 'step:sharded':
        step.shards = event.data.shards;
        return set('ready');
      case 'step:started':
        step.startedAt ??= event.at.getTime();
        // A shard's attempts are not the step's, and the reports of other shards stay.
        if (event.data.shard === undefined) {
          step.attempts = event.data.attempt;
          this.#forgetReports(step);
        }
        return set('running');
      case 'step:progress':
        return this.#report(step, event.data, event.at.getTime());
      case 'step:metric':
        for (const [name, value] of event.data.points) {
          step.curves.delete(name);
          step.curves.set(name, value);
        }
        return;
      // Saving changes nothing that is shown.
      case 'step:checkpoint':
        return;
      case 'step:log':
        if (event.data.level === 'warn') step.warnings += 1;
        return;
      case 'step:succeeded':
      case 'step:cached':
        step.warnings = event.data.warnings;
        return set(event.type === 'step:cached' ? 'cached' : 'succeeded');
      case 'step:failed':
        step.error = event.data.error;
        return set('failed', event.data.error.message);
      case 'step:retrying':
        return set(
          'retrying',
          `again in ${Math.max(1, Math.round(event.data.delaySeconds))} s, after: ${event.data.error.message}`,
        );
      case 'step:rebuilding':
        return set('pending', 'is made again: an artifact was lost');
      case 'step:skipped':
        return set('skipped', `because ${event.data.because} did not succeed`);
      case 'step:asking':
        return set('asking', 'waits for an answer');
      case 'step:answered':
        return set('ready');
      case 'step:paused':
        return set('paused', 'its progress is saved');
      case 'step:cancelled':
        return set('cancelled');
    }
  }

  #forgetReports(step: StepState): void {
    this.#reports.delete(step.nodeId);
    step.progress = null;
  }

  #report(
    step: StepState,
    data: { done: number; total: number | null; unit: string; shard?: number },
    at: number,
  ): void {
    let reports = this.#reports.get(step.nodeId);
    if (reports === undefined)
      this.#reports.set(step.nodeId, (reports = { shards: new Map<number, Report>(), samples: [] }));
    reports.shards.set(data.shard ?? -1, { done: data.done, total: data.total });
    const { done, total } = sumOf([...reports.shards.values()], data.shard === undefined ? 1 : step.shards);
    reports.samples = recent([...reports.samples, { at, done }]);
    step.progress = { done, total, unit: data.unit, rate: rateOf(reports.samples) };
  }
}

interface Report {
  readonly done: number;
  readonly total: number | null;
}
interface Sample {
  readonly at: number;
  readonly done: number;
}

const newStep = (nodeId: string, title: string): StepState => ({
  nodeId,
  title,
  status: 'pending',
  attempts: 0,
  startedAt: null,
  shards: 0,
  progress: null,
  curves: new Map(),
  warnings: 0,
  error: null,
  note: '',
});

/** Shards that have not spoken yet are taken to be as large as those that have. */
function sumOf(reports: readonly Report[], parts: number): Report {
  const done = reports.reduce((sum, report) => sum + report.done, 0);
  if (reports.some((report) => report.total === null)) return { done, total: null };
  const total = reports.reduce((sum, report) => sum + report.total!, 0);
  return { done, total: Math.round((total / reports.length) * Math.max(parts, reports.length)) };
}

function recent(samples: Sample[]): Sample[] {
  const last = samples.at(-1)!;
  // Going back means starting over, for example on another worker from an earlier checkpoint.
  if (samples.length > 1 && samples.at(-2)!.done > last.done) return [last];
  const from = samples.findIndex((sample) => last.at - sample.at <= RATE_WINDOW_MS);
  return samples.slice(from);
}

function rateOf(samples: readonly Sample[]): number | null {
  const first = samples[0]!;
  const last = samples.at(-1)!;
  return last.at - first.at < 200 ? null : ((last.done - first.done) / (last.at - first.at)) * 1000;
}
