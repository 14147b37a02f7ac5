import { implement } from '@weft/engine/node';
import { chunkByHeadings } from '../lib/chunkByHeadings.ts';
import { MEASURES } from '../lib/measure.ts';
import { DEFAULT_LEVELS } from '../lib/separators.ts';
import { splitSentences } from '../lib/splitSentences.ts';
import { CHUNK_COLUMNS } from '../lib/tables.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open({ params }) {
    const { size, sentences, overlap } = params;
    const options = { size, sentences, overlap, measure: MEASURES[params.unit], levels: DEFAULT_LEVELS };
    return {
      columns: CHUNK_COLUMNS,
      async batch(documents) {
        const rows = chunkByHeadings(documents, params.keep_blank, (text, headings) =>
          splitSentences(text, { ...options, headings }),
        );
        return { rows };
      },
    };
  },
});
