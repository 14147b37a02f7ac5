export type { Examples } from './classifier/examples.ts';
export { ClassifierFit, type FitResult } from './classifier/fit.ts';
export { classifierFiles } from './classifier/files.ts';
export {
  decodeClassifierCheckpoint,
  encodeClassifierCheckpoint,
  type EpochRecord as ClassifierEpoch,
} from './classifier/progress.ts';
export type { ClassifierSettings } from './classifier/trainer.ts';
export type { LayersData } from './layers/data.ts';
export { layersFiles } from './layers/files.ts';
export { LayersFit, type LayersSettings } from './layers/fit.ts';
export { RetrieverFit, type RankFigures } from './retriever/fit.ts';
export { rerankerFiles } from './retriever/files.ts';
export { heldOut, type Pair } from './retriever/pairs.ts';
export { decodeRetrieverCheckpoint, encodeRetrieverCheckpoint } from './retriever/progress.ts';
