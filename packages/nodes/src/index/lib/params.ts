import { index, model, table, type Ports } from '@weft/engine/graph';
import { z } from 'zod';
import { VECTOR_INDEX_DEFAULTS as defaults } from '@weft/ml/settings';

export const INDEX_PORTS = {
  inputs: {
    chunks: { type: table({ text: 'string', vector: 'vector' }) },
    embedder: {
      type: model('text-embedding'),
      optional: true,
      description: {
        en: 'makes vectors of questions; without it only words are searched',
        zh: '把问题变成向量；没有它则只按词检索',
      },
    },
    base: {
      type: index(),
      optional: true,
      description: {
        en: 'an index to grow: chunks it has are not indexed again',
        zh: '要扩充的索引：已有的分块不会重复索引',
      },
    },
  },
  outputs: { index: { type: index() } },
} as const satisfies { inputs: Ports; outputs: Ports };

export const indexParams = {
  engine: z
    .enum(['usearch', 'hnswlib'])
    .default(defaults.engine)
    .describe('Library that holds the vectors; usearch is faster and smaller')
    .meta({ zh: '保存向量的库；usearch 更快更小' }),
  metric: z
    .enum(['cosine', 'dot', 'l2'])
    .default(defaults.metric)
    .describe('How near two vectors are')
    .meta({ zh: '两个向量远近的度量' }),
  precision: z
    .enum(['f16', 'f32'])
    .default(defaults.precision)
    .describe('How a number is kept; f16 halves the size and costs no recall (hnswlib knows f32 only)')
    .meta({ zh: '数值精度；f16 体积减半且不损失召回（hnswlib 只支持 f32）' }),
  connectivity: z
    .int()
    .min(2)
    .max(128)
    .default(defaults.connectivity)
    .describe('Links of a vector per layer (HNSW M); more finds more and takes more memory')
    .meta({ zh: '每层的连接数（HNSW M）；越多召回越高，内存越大' }),
  expansion_add: z
    .int()
    .min(8)
    .max(2000)
    .default(defaults.expansionAdd)
    .describe('Candidates looked at while building (HNSW efConstruction)')
    .meta({ zh: '建索引时考察的候选数（HNSW efConstruction）' }),
  expansion_search: z
    .int()
    .min(8)
    .max(2000)
    .default(defaults.expansionSearch)
    .describe('Candidates looked at while searching (HNSW ef)')
    .meta({ zh: '检索时考察的候选数（HNSW ef）' }),
};
