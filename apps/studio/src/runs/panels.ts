import { createStore } from 'zustand/vanilla';

/** What is opened beside the document about its runs. Of the page, not of a run: whoever shows a step may open these. */
export const DRAWER_TABS = ['timeline', 'log', 'problems', 'history'] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

export interface Panels {
  /** Null: the drawer is closed. */
  readonly drawer: DrawerTab | null;
  /** The tab that opens when the drawer is opened without naming one. */
  readonly lastTab: DrawerTab;
  /** Only this node's lines in the log; null: all. */
  readonly logOf: string | null;
  /** The node whose "why" is asked. */
  readonly why: string | null;
  /** The two runs that are compared. */
  readonly compared: readonly [runId: string, otherRunId: string] | null;
}

export const panels = createStore<Panels>(() => ({
  drawer: null,
  lastTab: 'timeline',
  logOf: null,
  why: null,
  compared: null,
}));

export const openDrawer = (tab: DrawerTab = panels.getState().lastTab): void =>
  panels.setState({ drawer: tab, lastTab: tab });

export const closeDrawer = (): void => panels.setState({ drawer: null });

export const toggleDrawer = (): void => (panels.getState().drawer === null ? openDrawer() : closeDrawer());

/** Opens the log; with a node, its lines only. */
export function openLog(nodeId: string | null = null): void {
  panels.setState({ logOf: nodeId });
  openDrawer('log');
}

/** Opens "why did this run?" for a node of the run being shown. */
export const askWhy = (nodeId: string | null): void => panels.setState({ why: nodeId });

export const compareRuns = (runs: Panels['compared']): void => panels.setState({ compared: runs });
