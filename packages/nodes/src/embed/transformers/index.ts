export { locateModel, MODEL_DTYPES, type ModelDtype, type ModelFolder } from './modelFolder.ts';
export { openTextEmbedder, type TextEmbedder, type TextEmbedderOptions } from './textEmbedder.ts';
