import type { LucideIcon } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';

/** Something the palette can go to: a document, a node, a person. */
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  /** Where or what it is, in a word or two. */
  readonly hint?: string | undefined;
  readonly icon?: LucideIcon | undefined;
  /** Also found by these. */
  readonly keywords?: readonly string[] | undefined;
  readonly run: () => void | Promise<void>;
}

/** Gives what fits the query: all of it, for the palette to rank, or what a server found. */
export type PaletteSource = (query: string) => readonly PaletteItem[] | Promise<readonly PaletteItem[]>;

export interface NamedSource {
  readonly id: string;
  /** Translated: the heading over its items. */
  readonly title: string;
  readonly items: PaletteSource;
}

const store = createStore<{ readonly sources: readonly NamedSource[] }>(() => ({ sources: [] }));

/** Offers items in the palette while mounted. `title` is the heading; without one, the id has to be known to the palette. */
export function usePaletteSource(id: string, items: PaletteSource, title = id): void {
  const latest = useRef(items);
  useLayoutEffect(() => {
    latest.current = items;
  });
  useEffect(() => {
    const source: NamedSource = { id, title, items: (query) => latest.current(query) };
    store.setState(({ sources }) => ({ sources: [...sources.filter((each) => each.id !== id), source] }));
    return () => store.setState(({ sources }) => ({ sources: sources.filter((each) => each !== source) }));
  }, [id, title]);
}

export const usePaletteSources = (): readonly NamedSource[] => useStore(store, ({ sources }) => sources);
