/** Files of models, read and written without a runtime: a check of a file does not load one. */
export { inspectModel, type ModelSummary } from '../onnx/proto/inspectModel.ts';
export { loadSafetensors, saveSafetensors, type SafetensorsFile } from '../onnx/state/safetensors.ts';
export { ByteReader, ByteWriter } from './bytes.ts';
export {
  CARD_FILE,
  CARD_TEXT_FILE,
  checksums,
  CHECKSUMS_FILE,
  PARTS,
  type Checksum,
  type PartName,
} from './version.ts';
