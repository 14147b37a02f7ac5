/** What features ask the studio around them: who is here, in which workspace, and where things are. */
export { closeDialog, openDialog, type GlobalDialog } from './dialogs.ts';
export { chooseLanguage } from './language.ts';
export { linkLook } from './linkLook.ts';
export { Mark } from './Mark.tsx';
export { refreshMe, useMe, usePerson, type Action, type Me, type Person, type Role } from './me.ts';
export { NotFound } from './NotFound.tsx';
export { Page, type PageProps } from './Page.tsx';
export { paths, safeNext, SETTINGS_TABS, type DocumentPlace, type SettingsTab } from './paths.ts';
export { ROLES, useRoleWords } from './roles.ts';
export { signOut } from './signOut.ts';
export { TopBar, type TopBarProps } from './TopBar.tsx';
export { useCreateDocument } from './useCreateDocument.ts';
export { useQueryParam } from './useQueryParam.ts';
export { useTitle } from './useTitle.ts';
export { whenAtRest } from './whenAtRest.ts';
export { useWorkspace, type Workspace } from './workspace.ts';
