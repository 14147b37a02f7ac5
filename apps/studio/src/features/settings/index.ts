/** The settings of a workspace and of a person. */
export { Settings } from './Settings.tsx';
