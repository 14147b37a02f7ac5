import { retryLater } from './retryLater.ts';
import type { RunSource } from './source.ts';
import type { RunsStore } from './store.ts';

/** Hears of every run of the document, whoever started it and wherever, until stopped. */
export function watchDocument(source: RunSource, store: RunsStore): () => void {
  const wait = retryLater();
  let stopped = false;
  let unsubscribe = () => {};
  function begin() {
    unsubscribe();
    unsubscribe = source.watch({
      documentId: store.documentId,
      onData(item) {
        wait.reset();
        store.heard(item);
      },
      onLink: () => {},
      onEnd() {
        if (!stopped) wait.again(begin);
      },
    });
  }
  begin();
  return () => {
    stopped = true;
    wait.stop();
    unsubscribe();
  };
}
