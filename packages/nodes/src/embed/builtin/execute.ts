import { implement, NodeError, tableInput, type Row } from '@weft/engine/node';
import { decodeLsa, embedLsa, encodeLsa, fitLsa } from '@weft/ml/embed';
import { embedderFiles } from '@weft/ml/models';
import { spec } from './spec.ts';

const textOf = (row: Row): string => (typeof row.text === 'string' ? row.text : '');

export const executor = implement(spec, {
  async prepare({ params, inputs }) {
    const texts: string[] = [];
    for await (const rows of tableInput(inputs, 'chunks').batches(4096, ['text']))
      texts.push(...rows.map(textOf));
    if (texts.length === 0)
      throw new NodeError(
        'input',
        'embed.no_texts',
        'there are no texts to learn from: the table has no rows',
      );
    return encodeLsa(fitLsa(texts, params));
  },

  async open({ inputs }, prepared) {
    const lsa = decodeLsa(prepared!);
    return {
      columns: { ...tableInput(inputs, 'chunks').columns, vector: 'vector' },
      batch: async (rows) => ({ rows: rows.map((row) => ({ ...row, vector: embedLsa(lsa, textOf(row)) })) }),
    };
  },

  async finish(ctx, _summary, prepared) {
    const { dimensions } = decodeLsa(prepared!);
    const files = embedderFiles(
      { format: 'weft.model', version: 1, task: 'text-embedding', runtime: 'lsa', dimensions },
      prepared,
    );
    return { outputs: { embedder: await ctx.files('model', files) }, metrics: { dimensions } };
  },
});
