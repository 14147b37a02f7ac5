/** What people can do, said once: menus, palette, sheet and keyboard read it from here. */
export { GROUPS, type Command, type CommandGroup } from './command.ts';
export { listenToKeys } from './keyboard.ts';
export { commandOf, runCommand, shortcutOf } from './registry.ts';
export {
  usePaletteSource,
  usePaletteSources,
  type NamedSource,
  type PaletteItem,
  type PaletteSource,
} from './sources.ts';
export { useAllCommands, useCommands } from './useCommands.ts';
