import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedLsa, fitLsa, type LsaModel } from '../../embed/lsa/index.ts';
import { xquad } from '../../testing/publicData.ts';
import { LexicalIndexBuilder } from '../bm25/index.ts';
import {
  VECTOR_MANIFEST,
  VectorIndexBuilder,
  vectorIndexOptions,
  VectorIndexSearcher,
} from '../vector/index.ts';
import { HybridSearcher } from './hybridSearcher.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'hybrid-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function hybrid(texts: readonly string[]): Promise<{ searcher: HybridSearcher; model: LsaModel }> {
  const model = fitLsa(texts);
  const words = new LexicalIndexBuilder();
  const vectors = await VectorIndexBuilder.open({
    options: vectorIndexOptions({ dimensions: model.dimensions }),
    dir: mkdtempSync(join(root, 'index-')),
  });
  for (const text of texts) {
    words.add(text);
    await vectors.add(embedLsa(model, text));
  }
  const files = await vectors.finish();
  await vectors.close();
  const opened = await VectorIndexSearcher.open({
    manifest: JSON.parse(files[VECTOR_MANIFEST] as string),
    localPath: async (file) => (files[file] as { localPath: string }).localPath,
  });
  return { searcher: new HybridSearcher(words.index(), opened), model };
}

it('finds by words and by vectors, and says where each came from', async () => {
  const texts = ['red apples and green pears', 'the train to Paris leaves at nine', '去巴黎的火车九点开'];
  const { searcher, model } = await hybrid(texts);
  const query = (text: string) => ({ text, vector: embedLsa(model, text) });
  const [train, chinese, nothing] = searcher.search(
    [query('trains to Paris'), query('火车'), query('qqq')],
    2,
  );
  expect(train![0]).toMatchObject({ row: 1, places: [0, 0] });
  expect(chinese![0]!.row).toBe(2);
  expect(nothing!.every(({ places }) => places[0] === -1)).toBe(true);
  expect(searcher.search([], 3)).toEqual([]);
});

describe.each([
  ['en', 0.945],
  ['zh', 0.945],
] as const)('on XQuAD-%s', (language, least) => {
  const data = xquad(language);
  it.skipIf(data === undefined)(
    'finds the own paragraph of the questions first (public data needed)',
    async () => {
      const { searcher, model } = await hybrid(data!.paragraphs);
      const found = searcher.search(
        data!.questions.map(({ question }) => ({ text: question, vector: embedLsa(model, question) })),
        1,
      );
      const right = data!.questions.filter(({ paragraph }, at) => found[at]![0]?.row === paragraph);
      expect(right.length / data!.questions.length).toBeGreaterThan(least);
    },
  );
});
