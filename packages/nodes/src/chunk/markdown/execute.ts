import { implement } from '@weft/engine/node';
import { headingsOf } from '../lib/headingPath.ts';
import { MEASURES } from '../lib/measure.ts';
import { DEFAULT_LEVELS } from '../lib/separators.ts';
import { splitMarkdown } from '../lib/splitMarkdown.ts';
import { CHUNK_COLUMNS, chunkRows, textOf } from '../lib/tables.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open({ params }) {
    const { size, overlap } = params;
    const options = { size, overlap, measure: MEASURES[params.unit], levels: DEFAULT_LEVELS };
    return {
      columns: CHUNK_COLUMNS,
      async batch(documents) {
        const rows = documents.flatMap((document) => {
          const spans = splitMarkdown(textOf(document), options, headingsOf(document.headings));
          return chunkRows(document, spans, params.keep_blank);
        });
        return { rows };
      },
    };
  },
});
