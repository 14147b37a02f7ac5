import {
  newRun,
  RunFold as EventFold,
  type Phase,
  type RunState,
  type RunStep,
  type SequencedEvent,
  type ShownStepStatus,
} from '@weft/engine/observe';

/** A step as a live view draws it: what its events say so far, and what it is called. */
export interface StepState extends RunStep {
  readonly title: string;
  /** The curve that grew last. */
  readonly newest: string | null;
}

/** A live view draws one glyph for each: the reason of a step that waits, else its status. */
export type LiveStatus = Exclude<ShownStepStatus, 'waiting'> | NonNullable<Phase>;

export const liveStatus = ({ phase, status }: Pick<RunStep, 'phase' | 'status'>): LiveStatus =>
  phase ?? (status === 'waiting' ? 'pending' : status);

/** Steps whose work goes on now. */
export const isLive = (status: LiveStatus): boolean =>
  status === 'running' || status === 'ready' || status === 'sharded' || status === 'retrying';

/** Half a sentence for whoever looks: why it waits, was skipped or failed. Empty when there is nothing to say. */
export function noteOf({ phase, status, lost, because, error, retryAt, since }: RunStep): string {
  if (lost !== null) return 'is made again: an artifact was lost';
  switch (phase) {
    case 'retrying': {
      const seconds = Math.round(((retryAt ?? 0) - Date.parse(since)) / 1000);
      return `again in ${Math.max(1, seconds)} s, after: ${error?.message ?? ''}`;
    }
    case 'asking':
      return 'waits for an answer';
    case 'paused':
      return 'its progress is saved';
    case 'pending':
    case 'ready':
    case 'sharded':
    case null:
      if (status === 'skipped') return `because ${because} did not succeed`;
      return status === 'failed' ? (error?.message ?? '') : '';
  }
}

/** Folds the events of a run, from the first one on, into what a live view draws. */
export class RunFold {
  readonly #titles: ReadonlyMap<string, string>;
  readonly #newest = new Map<string, string>();
  readonly #fold: EventFold;

  constructor(steps: readonly { readonly nodeId: string; readonly title: string }[]) {
    this.#titles = new Map(steps.map(({ nodeId, title }) => [nodeId, title]));
    this.#fold = new EventFold(newRun('', [...this.#titles.keys()]));
  }

  get status(): RunState['status'] {
    return this.#fold.state.status;
  }

  get steps(): StepState[] {
    return [...this.#fold.state.steps.values()].map((step) => this.#named(step));
  }

  /** Returns the step the event was about, when it was about one. */
  apply(event: SequencedEvent): StepState | null {
    if (event.type === 'step:metric' && event.nodeId !== null)
      this.#newest.set(event.nodeId, event.data.points.at(-1)?.[0] ?? '');
    const step = this.#fold.apply({ ...event, seq: Number(event.seq), at: event.at.toISOString() });
    return step === null ? null : this.#named(step);
  }

  #named(step: RunStep): StepState {
    return {
      ...step,
      title: this.#titles.get(step.nodeId)!,
      newest: this.#newest.get(step.nodeId) ?? null,
    };
  }
}
