import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import hnswlib from 'hnswlib-node';
// The same embedder, so that what differs is everything around it.
import { embedLsa, fitLsa } from '@weft/ml/embed';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { writeFolder, type IngestSettings } from '../folderOfTexts.ts';

/** What one writes without Weft: a script that reads, splits, embeds and indexes. Nothing of it can be resumed. */
export async function open({ settings, directory }: Given): Promise<OpenSubject> {
  const { documents, size, overlap } = settings as unknown as IngestSettings;
  const splitter = new RecursiveCharacterTextSplitter({ chunkSize: size, chunkOverlap: overlap });
  return {
    async round(round) {
      const folder = await writeFolder(directory, documents, round);
      const began = performance.now();
      const chunks: string[] = [];
      for (const name of await readdir(folder))
        chunks.push(...(await splitter.splitText(await readFile(join(folder, name), 'utf8'))));
      const model = fitLsa(chunks);
      const index = new hnswlib.HierarchicalNSW('ip', model.dimensions);
      index.initIndex({ maxElements: chunks.length, m: 16, efConstruction: 128, randomSeed: 1 });
      for (const [row, chunk] of chunks.entries()) index.addPoint([...embedLsa(model, chunk)], row);
      await index.writeIndex(join(folder, 'index'));
      return { perSecond: (documents * 1000) / (performance.now() - began) };
    },
  };
}
