import { defineNode, model, table } from '@weft/engine/graph';
import { z } from 'zod';
import { MODEL_DTYPES, type ModelDtype } from '@weft/ml/settings';

export const spec = defineNode({
  type: 'embed.transformers',
  version: 1,
  stage: 'embed',
  title: { en: 'Pretrained embeddings', zh: '预训练嵌入' },
  description: {
    en: 'Makes vectors with a feature-extraction model (ONNX) from the folder WEFT_MODELS, or from the hub if that is allowed.',
    zh: '使用 WEFT_MODELS 文件夹中的特征提取模型（ONNX）生成向量；允许时也可从模型库下载。',
  },
  inputs: { chunks: { type: table({ text: 'string' }) } },
  outputs: {
    chunks: { type: table({ text: 'string', vector: 'vector' }) },
    embedder: { type: model('text-embedding') },
  },
  params: z.object({
    model: z
      .string()
      .min(3)
      .max(200)
      .describe('The model, as "organisation/name", for example "Xenova/multilingual-e5-small"')
      .meta({ zh: '模型名，如 "Xenova/multilingual-e5-small"' }),
    dtype: z
      .enum(Object.keys(MODEL_DTYPES) as [ModelDtype, ...ModelDtype[]])
      .default('fp32')
      .describe('Precision of the weights: which file of the model is loaded')
      .meta({ zh: '权重精度：加载模型的哪个文件' }),
    pooling: z
      .enum(['mean', 'cls'])
      .default('mean')
      .describe('How the vectors of a text’s tokens become one; the model’s card says which')
      .meta({ zh: '如何把各词元的向量合为一个；见模型说明' }),
    normalize: z
      .boolean()
      .default(true)
      .describe('Bring vectors to length 1')
      .meta({ zh: '把向量归一化为长度 1' }),
    text_prefix: z
      .string()
      .max(200)
      .default('')
      .describe('Put before each text, if the model wants it ("passage: ")')
      .meta({ zh: '加在每段文本前的前缀（如 "passage: "）' }),
    question_prefix: z
      .string()
      .max(200)
      .default('')
      .describe('Put before each question, if the model wants it ("query: ")')
      .meta({ zh: '加在每个问题前的前缀（如 "query: "）' }),
    download: z
      .boolean()
      .default(false)
      .describe('Fetch the model from the hub if it is not in the folder yet')
      .meta({ zh: '文件夹中没有时，从模型库下载', key: false }),
    revision: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
      .default('main')
      .describe('Which revision to fetch; what counts for the cache are the files themselves')
      .meta({ zh: '下载哪个版本；缓存只看文件内容', key: false }),
  }),
  purity: 'pure',
  outside: true,
  shape: 'map',
  // A multiple of the embedder's batch of 32, so that a text always meets the same neighbours.
  map: { over: 'chunks', into: 'chunks', segmentRows: 256 },
});
