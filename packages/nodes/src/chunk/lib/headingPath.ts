/** A heading of a document; `offset` is where its line starts in the text, in UTF-16 units. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly offset: number;
}

/**
 * The headings above a place, outermost first: `["Guide", "Install"]`. Places must be asked for in rising order.
 * A heading stands above everything behind it up to the next one of its level or a higher one.
 */
export function headingPaths(headings: readonly Heading[]): (offset: number) => string[] {
  const open: Heading[] = [];
  let next = 0;
  return (offset) => {
    for (
      let heading = headings[next];
      heading !== undefined && heading.offset <= offset;
      heading = headings[++next]
    ) {
      while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
      open.push(heading);
    }
    return open.map(({ text }) => text);
  };
}

/** Reads the `headings` column of a documents table; what does not look like a heading is left out. */
export function headingsOf(value: unknown): Heading[] {
  if (!Array.isArray(value)) return [];
  const headings: Heading[] = [];
  for (const entry of value as unknown[]) {
    const { level, text, offset } = (entry ?? {}) as Partial<Record<keyof Heading, unknown>>;
    if (typeof level === 'number' && typeof text === 'string' && typeof offset === 'number') {
      headings.push({ level, text, offset });
    }
  }
  return headings.sort((a, b) => a.offset - b.offset);
}
