import { graph } from '@weft/engine/testing';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { writeFolder, type IngestSettings } from '../folderOfTexts.ts';
import { openWeft, runToEnd, startWorkerProcess } from './openWeft.ts';

/** A pipeline as in the templates: every step's tables and indexes are stored, checkpointed and recorded. */
export async function open({ settings, ...place }: Given): Promise<OpenSubject> {
  const { documents, size, overlap } = settings as unknown as IngestSettings;
  const engine = await openWeft(place, 'weft');
  await startWorkerProcess({ ...place, nodes: 'weft', slots: 2 });
  return {
    async round(index) {
      const path = await writeFolder(place.directory, documents, index);
      const { ms } = await runToEnd(
        engine,
        graph({
          documents: { type: 'ingest.files', params: { path } },
          chunks: {
            type: 'chunk.recursive',
            params: { size, overlap },
            in: { documents: 'documents.documents' },
          },
          embeddings: { type: 'embed.builtin', in: { chunks: 'chunks.chunks' } },
          index: {
            type: 'index.hybrid',
            in: { chunks: 'embeddings.chunks', embedder: 'embeddings.embedder' },
          },
        }),
      );
      return { perSecond: (documents * 1000) / ms };
    },
  };
}
