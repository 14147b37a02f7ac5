// Written by `npm run gen` from the folders beside it. Do not edit.
import type { ViewModule } from '../view/types.ts';

/** Nodes with a picture of their own, by type. Each is loaded when the first such cell is seen. */
export const views: Readonly<Record<string, () => Promise<ViewModule>>> = {
  'chunk.markdown': () => import('../chunk/markdown/view.tsx'),
  'chunk.recursive': () => import('../chunk/recursive/view.tsx'),
  'chunk.sentences': () => import('../chunk/sentences/view.tsx'),
  'embed.builtin': () => import('../embed/builtin/view.tsx'),
  'embed.transformers': () => import('../embed/transformers/view.tsx'),
  'evaluate.classification': () => import('../evaluate/classification/view.tsx'),
  'evaluate.gate': () => import('../evaluate/gate/view.tsx'),
  'evaluate.retrieval': () => import('../evaluate/retrieval/view.tsx'),
  'index.hybrid': () => import('../index/hybrid/view.tsx'),
  'index.vector': () => import('../index/vector/view.tsx'),
  'publish.model': () => import('../publish/model/view.tsx'),
  'train.classifier': () => import('../train/classifier/view.tsx'),
  'train.layers': () => import('../train/layers/view.tsx'),
  'train.retriever': () => import('../train/retriever/view.tsx'),
};

/** For every other node: each output by its kind. */
export const genericView: () => Promise<ViewModule> = () => import('../view/GenericView.tsx');

/** Notes and cards of people and models, shown without letting them reach outside. */
export const markdown = () => import('../view/Markdown.tsx');
