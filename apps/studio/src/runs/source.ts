import { api } from '../api/client.ts';
import type { PreviewAnswer, RunDetail, RunItem, RunSelection, WireEvent } from './wire.ts';

/** Where runs come from. The studio has one; tests give the engine itself. */
export interface RunSource {
  readonly get: (runId: string) => Promise<RunDetail>;
  /** Events after `after`, in order; it ends when the run has. */
  readonly events: (options: { runId: string; after: number } & Listener<WireEvent>) => () => void;
  /** The latest run of a document, then every one that starts or changes; it never ends. */
  readonly watch: (options: { documentId: string } & Listener<RunItem>) => () => void;
  readonly preview: (options: {
    documentId: string;
    selection?: RunSelection;
    covers?: string;
  }) => Promise<PreviewAnswer>;
}

export interface Listener<T> {
  readonly onData: (value: T) => void;
  /** Connected, or trying again. */
  readonly onLink: (up: boolean) => void;
  /** The server ended it; nothing more comes. */
  readonly onEnd: (error: unknown) => void;
}

/** Reconnecting is the link's: it asks again from the last id it saw, so nothing is lost and nothing comes twice. */
export const serverSource: RunSource = {
  get: async (runId) => await api.runs.get.query({ runId }),
  events({ runId, after, onData, onLink, onEnd }) {
    const subscription = api.runs.events.subscribe(
      { runId, ...(after > 0 ? { lastEventId: String(after) } : {}) },
      {
        onData: ({ data }) => onData(data),
        onConnectionStateChange: ({ state }) => onLink(state === 'pending'),
        onComplete: () => onEnd(null),
        onError: onEnd,
      },
    );
    return () => subscription.unsubscribe();
  },
  watch({ documentId, onData, onLink, onEnd }) {
    const subscription = api.runs.watch.subscribe(
      { documentId },
      {
        onData: ({ run }) => onData(run),
        onConnectionStateChange: ({ state }) => onLink(state === 'pending'),
        onComplete: () => onEnd(null),
        onError: onEnd,
      },
    );
    return () => subscription.unsubscribe();
  },
  preview: async ({ documentId, selection, covers }) =>
    await api.runs.preview.query({
      documentId,
      ...(selection === undefined ? {} : { selection: mutable(selection) }),
      ...(covers === undefined ? {} : { covers }),
    }),
};

export const mutable = ({ to, from, force }: RunSelection) => ({
  ...(to === undefined ? {} : { to: [...to] }),
  ...(from === undefined ? {} : { from: [...from] }),
  ...(force === undefined ? {} : { force: [...force] }),
});
