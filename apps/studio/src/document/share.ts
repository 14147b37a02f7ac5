/**
 * `next`, with every part of it that equals the same part of `previous` replaced by that part. What did not change keeps
 * its identity, so a selector that returns it re-renders nothing.
 *
 * Plain JSON values only.
 */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) {
    const items = next.map((item, at) => share(previous[at], item));
    return same(previous.length === items.length, items, (item, at) => previous[at] === item)
      ? (previous as T)
      : (items as T);
  }
  if (isRecord(previous) && isRecord(next)) {
    const entries = Object.entries(next).map(([key, value]) => [key, share(previous[key], value)] as const);
    return same(
      Object.keys(previous).length === entries.length,
      entries,
      ([key, value]) => Object.is(previous[key], value) && key in previous,
    )
      ? (previous as T)
      : (Object.fromEntries(entries) as T);
  }
  return next;
}

const same = <T>(lengths: boolean, items: readonly T[], equal: (item: T, at: number) => boolean): boolean =>
  lengths && items.every(equal);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
