import { lazy, Suspense } from 'react';
import { closeDialog, useOpenDialog } from '../shell/dialogs.ts';

const CommandPalette = lazy(async () => ({
  default: (await import('../features/command-palette/index.ts')).CommandPalette,
}));
const ShortcutsSheet = lazy(async () => ({
  default: (await import('../features/shortcuts-sheet/index.ts')).ShortcutsSheet,
}));
const NewWorkspaceDialog = lazy(async () => ({
  default: (await import('./NewWorkspaceDialog.tsx')).NewWorkspaceDialog,
}));

/** Dialogs that open from anywhere, each loaded when it first does. */
export function GlobalDialogs() {
  const open = useOpenDialog();
  return (
    <Suspense>
      {open === 'palette' && <CommandPalette onClose={closeDialog} />}
      {open === 'shortcuts' && <ShortcutsSheet onClose={closeDialog} />}
      {open === 'new-workspace' && <NewWorkspaceDialog onClose={closeDialog} />}
    </Suspense>
  );
}
