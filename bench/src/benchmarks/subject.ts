/** Address of a module in `subjects/`. */
export const subject = (path: string): URL => new URL(`../subjects/${path}.ts`, import.meta.url);
