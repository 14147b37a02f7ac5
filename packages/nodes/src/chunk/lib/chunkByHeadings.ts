import type { Row } from '@weft/engine/node';
import { headingPaths, headingsOf } from './headingPath.ts';
import type { Span } from './span.ts';
import { chunkRows, textOf } from './tables.ts';

/**
 * Chunks of documents whose headings stand in a column: `split` gets a document's text and where its headings start, and
 * each chunk is given the path of headings above it.
 */
export function chunkByHeadings(
  documents: readonly Row[],
  keepBlank: boolean,
  split: (text: string, headings: number[]) => Span[],
): Row[] {
  return documents.flatMap((document) => {
    const headings = headingsOf(document.headings);
    const pathAt = headingPaths(headings);
    const spans = split(
      textOf(document),
      headings.map(({ offset }) => offset),
    );
    return chunkRows(
      document,
      spans.map((span) => ({ ...span, path: pathAt(span.core) })),
      keepBlank,
    );
  });
}
