/**
 * Which file of a model is loaded. transformers.js takes an unknown name for fp32 without a word, so names are checked
 * here.
 */
export const MODEL_DTYPES = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
} as const;
export type ModelDtype = keyof typeof MODEL_DTYPES;
