import { implement } from '@weft/engine/node';
import { chunkByHeadings } from '../lib/chunkByHeadings.ts';
import { MEASURES } from '../lib/measure.ts';
import { levelsOf } from '../lib/separators.ts';
import { splitRecursive } from '../lib/splitRecursive.ts';
import { CHUNK_COLUMNS } from '../lib/tables.ts';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open({ params }) {
    const { size, overlap } = params;
    const options = { size, overlap, measure: MEASURES[params.unit], levels: levelsOf(params.separators) };
    return {
      columns: CHUNK_COLUMNS,
      async batch(documents) {
        const rows = chunkByHeadings(documents, params.keep_blank, (text, headings) =>
          splitRecursive(text, { ...options, headings }),
        );
        return { rows };
      },
    };
  },
});
