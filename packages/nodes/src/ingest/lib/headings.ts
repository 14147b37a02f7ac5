/** A heading; `offset` is where its line starts in the document's text, in UTF-16 units. Levels from 1. */
export type Heading = { level: number; text: string; offset: number };

/** Builds a document's text block by block, remembering where its headings stand. */
export function textBuilder() {
  const parts: string[] = [];
  const headings: Heading[] = [];
  let length = 0;
  const append = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  return {
    /** Adds a block behind `gap`; the first block has none. Empty blocks are dropped. */
    block(text: string, gap = '\n\n'): void {
      if (text === '') return;
      if (length > 0) append(gap);
      append(text);
    },
    heading(level: number, text: string): void {
      if (text === '') return;
      if (length > 0) append('\n\n');
      headings.push({ level, text: text.replaceAll(/\s+/g, ' '), offset: length });
      append(text);
    },
    build: (): { text: string; headings: Heading[] } => ({ text: parts.join(''), headings }),
  };
}

export type TextBuilder = ReturnType<typeof textBuilder>;
