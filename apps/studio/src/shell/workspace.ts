import { createContext, use } from 'react';
import type { Action, Role, WorkspaceOfMine } from './me.ts';

export interface Workspace {
  readonly workspaceId: string;
  readonly name: string;
  readonly slug: string;
  readonly role: Role;
  /** What the server would allow. It hides what would be refused; it never decides. */
  readonly can: (action: Action) => boolean;
}

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = use(WorkspaceContext);
  if (workspace === null) throw new Error('useWorkspace is used outside a workspace');
  return workspace;
}

export const toWorkspace = ({ actions, ...workspace }: WorkspaceOfMine): Workspace => ({
  ...workspace,
  can: (action) => actions.includes(action),
});

const KEPT_IN = 'weft.workspace';

export const keepWorkspace = (slug: string): void => localStorage.setItem(KEPT_IN, slug);

/** The workspace one was in last on this machine, else the one one has been in longest; null without any. */
export function lastWorkspace(workspaces: readonly WorkspaceOfMine[]): WorkspaceOfMine | null {
  const kept = localStorage.getItem(KEPT_IN);
  return workspaces.find(({ slug }) => slug === kept) ?? workspaces[0] ?? null;
}
