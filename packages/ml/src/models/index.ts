/** The files of models, and what is learned of texts and networks before training. `../inference` opens them. */
export { CLASSIFIER_ONNX, CLASSIFIER_WEIGHTS } from './classifierFile.ts';
export { embedderFiles, type EmbedderModel } from './embedder.ts';
export { parseTopology, type Topology } from './layersTopology.ts';
export { MODEL_FILE, MODEL_FORMAT } from './modelFile.ts';
export { fitTerms, RerankFeatures } from './rerankFeatures.ts';
export { RERANKER_PREFIX } from './rerankerFile.ts';
export { FEATURES_FILE, textFeatures, textFeaturesFiles, type TextFeatures } from './textFeatures.ts';
export { openTfjs, type Tfjs, type TfjsBackend } from './tfjs.ts';
