export { decodeLsa, embedLsa, encodeLsa, fitLsa, type LsaModel, type LsaOptions } from './lsa/index.ts';
export {
  fetchModel,
  locateModel,
  modelsFolder,
  openTextEmbedder,
  type ModelFolder,
  type TextEmbedder,
} from './transformers/index.ts';
