/** For `infiniteQueryOptions`: where the next page of a list begins. */
export const byCursor = { getNextPageParam: ({ next }: { readonly next: string | null }) => next };

/** The items of the pages that have come so far. */
export const itemsOf = <T>(
  data: { readonly pages: readonly { readonly items: readonly T[] }[] } | undefined,
) => data?.pages.flatMap(({ items }) => items);
