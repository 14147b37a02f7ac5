import { implement } from '@weft/engine/node';
import { headingPaths, headingsOf } from '../lib/headingPath.ts';
import { MEASURES } from '../lib/measure.ts';
import { DEFAULT_LEVELS } from '../lib/separators.ts';
import { splitSentences } from '../lib/splitSentences.ts';
import { CHUNK_COLUMNS, chunkRows, textOf } from '../lib/tables.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open({ params }) {
    const { size, sentences, overlap } = params;
    const options = { size, sentences, overlap, measure: MEASURES[params.unit], levels: DEFAULT_LEVELS };
    return {
      columns: CHUNK_COLUMNS,
      async batch(documents) {
        const rows = documents.flatMap((document) => {
          const headings = headingsOf(document.headings);
          const pathAt = headingPaths(headings);
          const starts = headings.map(({ offset }) => offset);
          const spans = splitSentences(textOf(document), { ...options, headings: starts });
          return chunkRows(
            document,
            spans.map((span) => ({ ...span, path: pathAt(span.core) })),
            params.keep_blank,
          );
        });
        return { rows };
      },
    };
  },
});
