import type { LucideIcon } from 'lucide-react';

export const GROUPS = ['run', 'edit', 'view', 'document', 'go', 'person'] as const;
export type CommandGroup = (typeof GROUPS)[number];

/** Something a person can do. Menus, the palette, the sheet of shortcuts and the keyboard all read this one list. */
export interface Command {
  /** "noun.verb", the same in every language. */
  readonly id: string;
  /** Translated already. */
  readonly title: string;
  readonly group: CommandGroup;
  readonly icon?: LucideIcon | undefined;
  /** As in `ui/shortcut.ts`: 'mod+k', 'shift+1', 'a'. */
  readonly shortcut?: string | undefined;
  /** Default true. One that is not is shown and does nothing. */
  readonly enabled?: boolean | undefined;
  /** Neither in the palette nor in the sheet. */
  readonly hidden?: boolean | undefined;
  readonly run: () => void | Promise<void>;
}
