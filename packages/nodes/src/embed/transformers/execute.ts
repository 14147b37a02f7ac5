import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { implement, tableInput } from '@weft/engine/node';
import { canonicalJson } from '@weft/engine/graph';
import { fetchModel, locateModel, modelsFolder, openTextEmbedder } from '@weft/ml/embed';
import { embedderFiles } from '@weft/ml/models';
import { spec } from './spec.ts';

export const executor = implement(spec, {
  async open({ params, inputs, threads }) {
    const { model, dtype, pooling, normalize, text_prefix } = params;
    const embedder = await openTextEmbedder(locateModel(modelsFolder(), model, dtype), {
      pooling,
      normalize,
      threads,
    });
    return {
      columns: { ...tableInput(inputs, 'chunks').columns, vector: 'vector' },
      async batch(rows) {
        const texts = rows.map(({ text }) => text_prefix + (typeof text === 'string' ? text : ''));
        const vectors = await embedder.embed(texts);
        return { rows: rows.map((row, i) => ({ ...row, vector: vectors[i]! })) };
      },
      close: async () => await embedder.close(),
    };
  },

  async finish(ctx) {
    const { model, dtype, pooling, normalize, question_prefix } = ctx.params;
    const embedder = await openTextEmbedder(locateModel(modelsFolder(), model, dtype), {
      pooling,
      normalize,
    });
    const { dimensions } = embedder;
    await embedder.close();
    const about = {
      format: 'weft.model',
      version: 1,
      task: 'text-embedding',
      runtime: 'transformers',
    } as const;
    const files = embedderFiles({ ...about, dimensions, model, dtype, pooling, normalize, question_prefix });
    return { outputs: { embedder: await ctx.files('model', files) }, metrics: { dimensions } };
  },

  /** The model's files are what the vectors depend on; that is also the moment to fetch them. */
  async outside({ model: id, dtype, download, revision }, tools) {
    const root = modelsFolder();
    const folder = download ? await fetchModel(root, { id, dtype, revision }) : locateModel(root, id, dtype);
    const hash = createHash('sha256');
    for (const file of folder.files)
      hash.update(
        canonicalJson([file, await tools.hashFile(join(root, ...id.split('/'), ...file.split('/')))]),
      );
    return hash.digest('hex');
  },
});
