export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** JSON text with the keys of every object sorted, so that equal values give equal bytes. */
export const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : item,
  );
