import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TFJS_BUNDLE } from '../build/place.ts';
import { MlError } from '../errors.ts';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { mendWasmKernels } from './tfjsKernels.ts';

export interface Tfjs {
  readonly tf: typeof Core;
  readonly layers: typeof Layers;
  /** What computes, as a person knows it. */
  readonly backend: TfjsBackend;
}
export type TfjsBackend = 'wasm' | 'tfjs-node-gpu';

const require = createRequire(import.meta.url);
const opened = new Map<TfjsBackend, Promise<Tfjs>>();

/**
 * TensorFlow.js, ready to train. Loaded once per process and backend.
 * @throws MlError (input) when tfjs-node-gpu is asked for and cannot be loaded, with the reason.
 */
export async function openTfjs(backend: TfjsBackend): Promise<Tfjs> {
  let loading = opened.get(backend);
  if (!loading) {
    loading = backend === 'wasm' ? loadWasm() : loadNodeGpu();
    opened.set(backend, loading);
  }
  return await loading;
}

/** `build/tfjsBundle.ts` made the file when Weft was installed. */
async function loadWasm(): Promise<Tfjs> {
  if (!existsSync(TFJS_BUNDLE))
    throw new MlError(
      'bug',
      'tfjs.not_built',
      'TensorFlow.js is not built: run `npm run build` where Weft is installed',
    );
  const directory = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/');
  const { tf, layers, setWasmPaths } = require(TFJS_BUNDLE) as Omit<Tfjs, 'backend'> & {
    setWasmPaths: (directory: string) => void;
  };
  setWasmPaths(directory);
  if (!(await tf.setBackend('wasm')))
    throw new MlError('bug', 'tfjs.no_wasm', 'the WebAssembly backend of TensorFlow.js did not start');
  mendWasmKernels(tf);
  return { tf, layers, backend: 'wasm' };
}

/** The whole of TensorFlow.js comes with it. Not a dependency of ours: it downloads its library when it is installed. */
async function loadNodeGpu(): Promise<Tfjs> {
  try {
    const tf = require('@tensorflow/tfjs-node-gpu') as typeof Core & typeof Layers;
    await tf.ready();
    return { tf, layers: tf, backend: 'tfjs-node-gpu' };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new MlError(
      'input',
      'tfjs.no_gpu',
      `@tensorflow/tfjs-node-gpu cannot be loaded (${reason}): install it beside Weft, or choose backend "wasm"`,
      { cause },
    );
  }
}
