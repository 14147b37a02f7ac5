/** Opens what was learned, from files, to answer with: all that a server needs of this package. */
export { openVersion, type OpenVersion } from '../formats/version.ts';
export { openClassifier, type Classifier, type Prediction } from '../models/classifier.ts';
export { openEmbedder, type Embedder } from '../models/embedder.ts';
export { openLayersModel } from '../models/layersModel.ts';
export { openReranker, withReranker, type Reranker } from '../models/reranker.ts';
export { openTextFeatures } from '../models/textFeatures.ts';
export { openIndex, type OpenedIndex, type SearchHit } from '../search/openIndex.ts';
