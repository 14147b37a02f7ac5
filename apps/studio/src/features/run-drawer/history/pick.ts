/** Two at most: a third takes the place of the one chosen first. Choosing one again lets it go. */
export function pick<T extends { readonly runId: string }>(picked: readonly T[], run: T): readonly T[] {
  if (picked.some(({ runId }) => runId === run.runId))
    return picked.filter(({ runId }) => runId !== run.runId);
  return [...picked, run].slice(-2);
}
