import { compile } from '@weft/engine/compile';
import type { Diagnostic, SpecRegistry } from '@weft/engine/graph';
import type { LiveStore } from './liveStore.ts';
import { own } from './own.ts';
import { share } from './share.ts';

/** Everything that keeps the document from running, found while nobody waits for it. */
export interface DiagnosticsStore {
  readonly all: () => readonly Diagnostic[];
  /** The same list until something about the node changes. */
  readonly of: (nodeId: string) => readonly Diagnostic[];
  readonly ofEdge: (edgeId: string) => readonly Diagnostic[];
  readonly subscribe: (listener: () => void) => () => void;
  /** The document is here, whatever is in it. */
  readonly look: () => void;
  readonly destroy: () => void;
}

const QUIET_MS = 200;
const NONE: readonly Diagnostic[] = [];

/** `whenIdle` runs its argument once the page has time and returns how to call it off. */
export function createDiagnostics(
  store: LiveStore,
  specs: SpecRegistry,
  whenIdle: (work: () => void) => () => void = idle,
): DiagnosticsStore {
  let all: readonly Diagnostic[] = NONE;
  let byNode: Readonly<Record<string, readonly Diagnostic[]>> = {};
  let byEdge: Readonly<Record<string, readonly Diagnostic[]>> = {};
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let callOff = (): void => {};

  function check(): void {
    const { document, troubles } = store.reading();
    const next = share(all, [...troubles, ...compile(document, specs).diagnostics]);
    if (next === all) return;
    all = next;
    byNode = share(byNode, groupedBy(all, 'node'));
    byEdge = share(byEdge, groupedBy(all, 'edge'));
    for (const listener of listeners) listener();
  }

  function look(): void {
    clearTimeout(timer);
    callOff();
    timer = setTimeout(() => (callOff = whenIdle(check)), QUIET_MS);
  }

  const stop = store.subscribe('any', look);
  // A document that has not come yet is not to be called empty.
  if (store.nodeIds().length > 0) check();
  return {
    look,
    all: () => all,
    of: (nodeId) => own(byNode, nodeId) ?? NONE,
    ofEdge: (edgeId) => own(byEdge, edgeId) ?? NONE,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    destroy: () => {
      stop();
      clearTimeout(timer);
      callOff();
      listeners.clear();
    },
  };
}

function groupedBy(all: readonly Diagnostic[], what: 'node' | 'edge'): Record<string, Diagnostic[]> {
  const about = all.filter((diagnostic) => diagnostic[what] !== undefined);
  return Object.groupBy(about, (diagnostic) => diagnostic[what]!) as Record<string, Diagnostic[]>;
}

/** Safari has no requestIdleCallback. */
function idle(work: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, 0);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 1000 });
  return () => cancelIdleCallback(handle);
}
