import { genericView, views } from '@weft/nodes/views';
import type { ViewModule } from '@weft/nodes/view-types';
import { useSyncExternalStore } from 'react';

/**
 * The picture of a node type, loaded when the first cell of that type is seen. A view that cannot be loaded (the page is
 * older than the server's files, the network is away) is asked for again by the next cell, and the generic one stands in.
 */
const loaded = new Map<string, ViewModule>();
const asked = new Set<string>();
const listeners = new Set<() => void>();

function load(type: string): void {
  if (asked.has(type)) return;
  asked.add(type);
  const own = Object.hasOwn(views, type) ? views[type]! : genericView;
  void own()
    .catch(genericView)
    .then(
      (module) => void loaded.set(type, module),
      () => void asked.delete(type),
    )
    .finally(() => {
      for (const listener of listeners) listener();
    });
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Null until it is there, and for no type. */
export function useView(type: string | null): ViewModule | null {
  if (type !== null) load(type);
  return useSyncExternalStore(subscribe, () => (type === null ? null : (loaded.get(type) ?? null)));
}
