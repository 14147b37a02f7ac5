import type { MapExecutor, NodeContext } from '@weft/engine/node';
import { executors } from '@weft/nodes/executors';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import { documentsOf, megabytesOf, type ChunkingSettings } from '../texts.ts';

/** The node as a step would run it, rows with offsets and headings included; only the engine around it is left out. */
export async function open({ settings }: Given): Promise<OpenSubject> {
  const { megabytes, passes, size, overlap } = settings as unknown as ChunkingSettings;
  const { executor } = await executors['chunk.recursive@1']!();
  const params = { size, overlap, unit: 'characters', separators: [], keep_blank: false };
  const session = await (executor as unknown as MapExecutor<typeof params>).open(
    { params } as NodeContext<typeof params>,
    undefined,
  );
  const measure = async (texts: readonly string[]) => {
    const rows = texts.map((text, at) => ({ document: `${at}`, text }));
    const began = performance.now();
    let chunks = 0;
    for (let pass = 0; pass < passes; pass++)
      for (let at = 0; at < rows.length; at += SEGMENT)
        chunks += (await session.batch(rows.slice(at, at + SEGMENT), at)).rows.length;
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

/** Documents per batch, as in the node's spec. */
const SEGMENT = 32;
