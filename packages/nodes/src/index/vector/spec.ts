import { defineNode } from '@weft/engine/graph';
import { z } from 'zod';
import { INDEX_PORTS, indexParams } from '../lib/params.ts';

export const spec = defineNode({
  type: 'index.vector',
  version: 1,
  stage: 'index',
  title: { en: 'Vector index', zh: '向量索引' },
  description: {
    en: 'Makes vectors searchable by nearness (HNSW). Grows from an earlier index without building it again.',
    zh: '让向量可按远近检索（HNSW）。可在已有索引上扩充而无需重建。',
  },
  ...INDEX_PORTS,
  params: z.object(indexParams),
  shape: 'loop',
  purity: 'pure',
  loop: {},
});
