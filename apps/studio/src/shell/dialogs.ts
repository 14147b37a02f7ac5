import { create } from 'zustand';

/** Dialogs that are reached from anywhere. At most one is open. */
export type GlobalDialog = 'palette' | 'shortcuts' | 'new-workspace';

interface Dialogs {
  readonly open: GlobalDialog | null;
}

const dialogs = create<Dialogs>(() => ({ open: null }));

export const openDialog = (open: GlobalDialog): void => dialogs.setState({ open });
export const closeDialog = (): void => dialogs.setState({ open: null });
export const useOpenDialog = (): GlobalDialog | null => dialogs(({ open }) => open);
