import { createStore, type StoreApi } from 'zustand/vanilla';
import { applyEvents, reconcile, type RunState } from '@weft/engine/observe';
import { LOADING, staleSteps, type Preview } from './forecast.ts';
import { stepStates, type Sources, type StepState } from './stepStates.ts';
import type { RunDetail, RunItem, RunSelection, WireEvent } from './wire.ts';

/** Whether what is shown is live. */
export type Link =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Everything of the run has been told. */
  | { readonly kind: 'complete' }
  /** Nothing new has come since then; a new connection is being tried. */
  | { readonly kind: 'interrupted'; readonly since: number }
  /** There is no such run, or it is not ours to see. */
  | { readonly kind: 'refused'; readonly error: unknown };

export interface Starting {
  readonly runId: string;
  readonly selection: RunSelection;
}

/** What runs of one document are known here. `steps` keeps the identity of every step that did not change. */
export interface RunsState {
  /** The newest run of the document, from `runs.watch`. */
  readonly latest: RunItem | null;
  /** Runs that were heard of while the page was open, newest last; lists refresh when it changes. */
  readonly heard: number;
  readonly run: RunState | null;
  readonly steps: ReadonlyMap<string, StepState>;
  readonly link: Link;
  readonly preview: Preview;
  /** Asked for, and not yet answered by the server. */
  readonly starting: Starting | null;
  /** The forecast is marked on the nodes: while somebody looks at the Run button. */
  readonly marking: boolean;
}

export interface RunsStore extends StoreApi<RunsState> {
  readonly documentId: string;
  readonly workspaceId: string;
  readonly heard: (item: RunItem) => void;
  /** A picture of the run being shown; a picture of another one replaces it. */
  readonly picture: (detail: RunDetail) => void;
  readonly events: (runId: string, events: readonly WireEvent[]) => void;
  readonly leave: () => void;
  readonly link: (link: Link) => void;
  readonly preview: (preview: Preview) => void;
  readonly starting: (starting: Starting | null) => void;
  readonly marking: (marking: boolean) => void;
}

const EMPTY: RunsState = {
  latest: null,
  heard: 0,
  run: null,
  steps: new Map(),
  link: { kind: 'idle' },
  preview: LOADING,
  starting: null,
  marking: false,
};

export function createRunsStore(ids: { documentId: string; workspaceId: string }): RunsStore {
  const store = createStore<RunsState>()(() => EMPTY);
  const sources: Sources = new WeakMap();
  /** Sets what is known and what follows from it, in one step. */
  function learn(next: Partial<Pick<RunsState, 'run' | 'preview'>>) {
    store.setState((state) => {
      const run = next.run === undefined ? state.run : next.run;
      const preview = next.preview ?? state.preview;
      if (run === state.run && preview === state.preview) return state;
      const stale = staleSteps(preview, run?.steps ?? new Map());
      return { run, preview, steps: stepStates(state.steps, run, { source: sources, stale }) };
    });
  }
  return {
    ...store,
    ...ids,
    heard(item) {
      store.setState(({ latest, heard, starting }) => ({
        latest: latest === null || item.number >= latest.number ? item : latest,
        heard: heard + 1,
        starting: starting?.runId === item.runId ? null : starting,
      }));
    },
    picture: (detail) => learn({ run: reconcile(store.getState().run, detail) }),
    events(runId, events) {
      const { run } = store.getState();
      if (run?.runId === runId) learn({ run: applyEvents(run, events) });
    },
    leave() {
      learn({ run: null });
      store.setState({ link: { kind: 'idle' } });
    },
    link: (link) => store.setState({ link }),
    preview: (preview) => learn({ preview }),
    starting: (starting) => store.setState({ starting }),
    marking: (marking) => store.setState({ marking }),
  };
}
