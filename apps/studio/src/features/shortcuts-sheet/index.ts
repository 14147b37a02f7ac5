/** Everything that has keys. */
export { ShortcutsSheet } from './ShortcutsSheet.tsx';
