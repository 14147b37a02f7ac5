/** What specs of nodes need of this package: constants and types, nothing that a browser lacks. */
export { MODEL_DTYPES, type ModelDtype } from '../embed/transformers/modelDtypes.ts';
export { VECTOR_INDEX_DEFAULTS } from '../search/vector/options.ts';
export { CLASSIFICATION_FEATURES } from '../text/classificationFeatures.ts';
