import { implement } from '@weft/engine/node';
import { headingPaths, headingsOf } from '../lib/headingPath.ts';
import { MEASURES } from '../lib/measure.ts';
import { levelsOf } from '../lib/separators.ts';
import { splitRecursive } from '../lib/splitRecursive.ts';
import { CHUNK_COLUMNS, chunkRows, textOf } from '../lib/tables.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open({ params }) {
    const { size, overlap } = params;
    const options = { size, overlap, measure: MEASURES[params.unit], levels: levelsOf(params.separators) };
    return {
      columns: CHUNK_COLUMNS,
      async batch(documents) {
        const rows = documents.flatMap((document) => {
          const headings = headingsOf(document.headings);
          const pathAt = headingPaths(headings);
          const starts = headings.map(({ offset }) => offset);
          const spans = splitRecursive(textOf(document), { ...options, headings: starts });
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
