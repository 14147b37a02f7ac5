/**
 * What the TensorFlow.js measurement bundles with esbuild. Imported by Node as it is, tfjs-core is a CommonJS build
 * without gradients, and the files that register them cannot be imported for want of file extensions.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
export { oneHot, ready, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
export { layers, sequential } from '@tensorflow/tfjs-layers';
export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
