import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
// Not among what the package offers to others: nodes reach it, and so does this measurement.
import {
  VECTOR_MANIFEST,
  VectorIndexBuilder,
  vectorIndexOptions,
  VectorIndexSearcher,
} from '@weft/ml/search';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { NEIGHBOURS, recallOf, vectorData, type VectorSettings } from '../vectors.ts';

/** Builds to finished files and searches the files, as a step builds and a deployment serves. */
export async function open({ settings, directory }: Given): Promise<OpenSubject> {
  const { threads, ...wanted } = settings as unknown as VectorSettings & { threads: number };
  const { dimensions, connectivity, expansionAdd, expansionSearch } = wanted;
  const data = vectorData(wanted);
  const options = vectorIndexOptions({ dimensions, connectivity, expansionAdd, expansionSearch });
  return {
    async round() {
      const dir = await mkdtemp(join(directory, 'index-'));
      const began = performance.now();
      const builder = await VectorIndexBuilder.open({ options, dir, threads });
      await builder.add(data.rows);
      const files = await builder.finish();
      const built = performance.now();
      await builder.close();
      const searcher = await VectorIndexSearcher.open({
        manifest: JSON.parse(files[VECTOR_MANIFEST] as string) as unknown,
        localPath: async (file) => (files[file] as { localPath: string }).localPath,
      });
      const searching = performance.now();
      const hits = searcher.search(data.queries, NEIGHBOURS, { threads });
      const searched = performance.now();
      return {
        build: (wanted.rows * 1000) / (built - began),
        search: (wanted.queries * 1000) / (searched - searching),
        recall: recallOf(
          hits.map((ofQuery) => ofQuery.map(({ row }) => row)),
          data,
        ),
      };
    },
  };
}
