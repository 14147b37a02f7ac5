// Written by `npm run gen` from the folders beside it. Do not edit.
import type { ExecutorRegistry } from '@weft/engine/node';

export const executors: ExecutorRegistry = {
  'chunk.markdown@1': () => import('../chunk/markdown/execute.ts'),
  'chunk.recursive@1': () => import('../chunk/recursive/execute.ts'),
  'chunk.sentences@1': () => import('../chunk/sentences/execute.ts'),
  'code.javascript@2': () => import('../code/javascript/execute.ts'),
  'embed.builtin@1': () => import('../embed/builtin/execute.ts'),
  'embed.features@1': () => import('../embed/features/execute.ts'),
  'embed.transformers@1': () => import('../embed/transformers/execute.ts'),
  'evaluate.classification@1': () => import('../evaluate/classification/execute.ts'),
  'evaluate.gate@1': () => import('../evaluate/gate/execute.ts'),
  'evaluate.retrieval@2': () => import('../evaluate/retrieval/execute.ts'),
  'evaluate.retrieval@1': () => import('../evaluate/retrieval/v1/execute.ts'),
  'index.hybrid@1': () => import('../index/hybrid/execute.ts'),
  'index.vector@1': () => import('../index/vector/execute.ts'),
  'ingest.files@3': () => import('../ingest/files/execute.ts'),
  'ingest.table@1': () => import('../ingest/table/execute.ts'),
  'publish.model@1': () => import('../publish/model/execute.ts'),
  'train.classifier@1': () => import('../train/classifier/execute.ts'),
  'train.layers@1': () => import('../train/layers/execute.ts'),
  'train.retriever@1': () => import('../train/retriever/execute.ts'),
};
