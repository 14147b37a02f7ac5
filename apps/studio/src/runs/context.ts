import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { RunsState, RunsStore } from './store.ts';

export const RunsContext = createContext<RunsStore | null>(null);

/** @throws when used outside `<RunsProvider>` */
export function useRunsStore(): RunsStore {
  const store = use(RunsContext);
  if (store === null) throw new Error('runs are shown inside <RunsProvider> only');
  return store;
}

/** Re-renders when what is selected becomes another object. */
export const useRuns = <T>(selector: (state: RunsState) => T): T => useStore(useRunsStore(), selector);
