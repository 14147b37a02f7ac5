/**
 * Opens what was learned, from files, to answer with: all that a server needs of this package. A published version is
 * opened with `openVersion`, its model or index with `openPredictor`.
 */
export { MlError } from '../errors.ts';
export type { ModelFiles, Row } from '../files.ts';
export { openVersion, type OpenVersion } from '../formats/version.ts';
export { openClassifier, type Classifier, type Prediction } from '../models/classifier.ts';
export { openEmbedder, type Embedder } from '../models/embedder.ts';
export { openLayersModel, type LayersModelSession } from '../models/layersModel.ts';
export { openReranker, withReranker, type Reranker } from '../models/reranker.ts';
export { openTextFeatures } from '../models/textFeatures.ts';
export { openIndex, type OpenedIndex, type SearchHit } from '../search/openIndex.ts';
export { folderFiles } from './folderFiles.ts';
export {
  openPredictor,
  type ClassificationPredictor,
  type EmbeddingPredictor,
  type Predictor,
  type RegressionPredictor,
  type SearchPredictor,
  type SearchQuestion,
} from './predictor.ts';
