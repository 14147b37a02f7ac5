/** The files of models, as the nodes that learn them write them. `../inference` opens them. */
export {
  CLASSIFIER_ONNX,
  CLASSIFIER_WEIGHTS,
  classifierFile,
  type ClassifierFile,
} from './classifierFile.ts';
export { EMBEDDER_FILE, embedderFiles, type EmbedderModel } from './embedder.ts';
export { LAYERS_TOPOLOGY, LAYERS_WEIGHTS, type LayersFile } from './layersModel.ts';
export { parseTopology, type Topology } from './layersTopology.ts';
export { MODEL_FILE, MODEL_FORMAT } from './modelFile.ts';
export { fitTerms, RERANK_FEATURES, RerankFeatures } from './rerankFeatures.ts';
export {
  RERANKER_FILE,
  RERANKER_ONNX,
  RERANKER_PREFIX,
  RERANKER_TERMS,
  type RerankerFile,
} from './rerankerFile.ts';
export { FEATURES_FILE, textFeatures, textFeaturesFiles, type TextFeatures } from './textFeatures.ts';
export { openTfjs, type Tfjs, type TfjsBackend } from './tfjs.ts';
