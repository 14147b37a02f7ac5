import { useEffect, useMemo } from 'react';
import * as Y from 'yjs';
import { useGraph, useLive, useSaveState } from '../document/index.ts';
import { outdated, previewOf, runFingerprint } from './forecast.ts';
import type { RunSource } from './source.ts';
import type { RunsStore } from './store.ts';
import { useStore } from 'zustand';

/** After the last change: long enough that typing a number asks once. */
const REST_MS = 400;

/**
 * Keeps the preview true: asks again whenever what a run depends on has changed and is durable, and whenever a run of
 * the document has started or ended. The answer to an older question is dropped.
 */
export function useForecasting(source: RunSource, store: RunsStore): void {
  const { documentId, doc } = useLive();
  const { document } = useGraph();
  const durable = useSaveState().kind === 'saved';
  const fingerprint = useMemo(() => runFingerprint(document), [document]);
  const turn = useStore(store, ({ latest }) => `${latest?.runId} ${latest?.status}`);
  useEffect(() => {
    store.preview(outdated(store.getState().preview));
    if (!durable) return undefined;
    let dropped = false;
    const timer = setTimeout(() => {
      void source.preview({ documentId, covers: stateVector(doc) }).then(
        (answer) => {
          if (!dropped) store.preview(previewOf(answer));
        },
        // Kept as it was, and marked as not current: the next change or the next run asks again.
        () => {},
      );
    }, REST_MS);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [source, store, documentId, doc, durable, fingerprint, turn]);
}

/** What this page has seen of the document, so that the server does not look at less. */
export function stateVector(doc: Y.Doc): string {
  return btoa(String.fromCharCode(...Y.encodeStateVector(doc)));
}
