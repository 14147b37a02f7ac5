import { implement, tableInput, type Row, type RowError } from '@weft/engine/node';
import { spec } from './spec.ts';

/** Deliberately simple: what looks like an address is hidden, whether or not mail would arrive there. */
const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

export const executor = implement(spec, {
  async open({ params, inputs }) {
    return {
      columns: { ...tableInput(inputs, 'rows').columns, hidden: 'int' },
      async batch(rows) {
        const kept: Row[] = [];
        const errors: RowError[] = [];
        for (const [row, cells] of rows.entries()) {
          if (typeof cells.text !== 'string') {
            errors.push({ row, reason: 'the row has no text' });
            continue;
          }
          let hidden = 0;
          const text = cells.text.replace(ADDRESS, () => {
            hidden += 1;
            return params.placeholder;
          });
          kept.push({ ...cells, text, hidden });
        }
        return { rows: kept, errors };
      },
    };
  },
});
