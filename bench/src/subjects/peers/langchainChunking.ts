import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { documentsOf, megabytesOf, type ChunkingSettings } from '../texts.ts';

/** `splitText` with its own separators: it gives the texts alone, which is the less work. */
export async function open({ settings }: Given): Promise<OpenSubject> {
  const { megabytes, passes, size, overlap } = settings as unknown as ChunkingSettings;
  const splitter = new RecursiveCharacterTextSplitter({ chunkSize: size, chunkOverlap: overlap });
  const measure = async (texts: readonly string[]) => {
    const began = performance.now();
    let chunks = 0;
    for (let pass = 0; pass < passes; pass++)
      for (const text of texts) chunks += (await splitter.splitText(text)).length;
    const seconds = (performance.now() - began) / 1000;
    return { speed: (megabytesOf(texts) * passes) / seconds, chunks: chunks / passes };
  };
  const english = documentsOf('en', megabytes);
  const chinese = documentsOf('zh', megabytes);
  return {
    async round() {
      const [en, zh] = [await measure(english), await measure(chinese)];
      return {
        english: en.speed,
        chinese: zh.speed,
        englishChunks: en.chunks,
        chineseChunks: zh.chunks,
      };
    },
  };
}
