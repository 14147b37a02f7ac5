export { fetchModel } from './hub.ts';
export { MODEL_DTYPES, type ModelDtype } from './modelDtypes.ts';
export { locateModel, type ModelFolder } from './modelFolder.ts';
export { openTextEmbedder, type TextEmbedder, type TextEmbedderOptions } from './textEmbedder.ts';
export { modelsFolder } from './modelsFolder.ts';
