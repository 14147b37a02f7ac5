import { defineNode, model, table } from '@weft/engine/graph';
import { z } from 'zod';

export const spec = defineNode({
  type: 'embed.builtin',
  version: 1,
  stage: 'embed',
  title: { en: 'Built-in embeddings', zh: '内置嵌入' },
  description: {
    en: 'Learns vectors from the texts at hand (latent semantic analysis): no download, any language, the same every time.',
    zh: '从现有文本中学习向量（潜在语义分析）：无需下载，适用于任何语言，每次结果相同。',
  },
  inputs: { chunks: { type: table({ text: 'string' }) } },
  outputs: {
    chunks: { type: table({ text: 'string', vector: 'vector' }) },
    embedder: { type: model('text-embedding') },
  },
  params: z.object({
    dimensions: z
      .int()
      .min(2)
      .max(1024)
      .default(256)
      .describe('Length of the vectors; shorter when the texts have less to tell apart')
      .meta({ zh: '向量长度；文本差异较少时会更短' }),
    sample: z
      .int()
      .min(10)
      .max(100_000)
      .default(10_000)
      .describe('At most this many texts, evenly spaced, are learned from')
      .meta({ zh: '最多从多少条（均匀抽取的）文本中学习' }),
  }),
  shape: 'map',
  purity: 'pure',
  map: { over: 'chunks', into: 'chunks', segmentRows: 256, shard: false },
});
