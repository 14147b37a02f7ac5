export { builtStudio, type BuiltStudio } from './built.ts';
export { ensureStudio } from './ensure.ts';
export { hotStudio, type HotStudio } from './hotStudio.ts';
