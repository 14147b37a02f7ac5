import { MlError } from '../errors.ts';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
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

/**
 * On Node, tfjs-core resolves to a CommonJS build that has neither gradients nor chained methods, and the files that
 * register them cannot be imported natively (their imports lack extensions). So core, gradients, layers and the wasm
 * backend are bundled together when first needed: half a second, 1.9 MB, kept in memory. Not in a cache folder, since
 * code that others may write to is code that others may change.
 */
async function loadWasm(): Promise<Tfjs> {
  const { build } = await import('esbuild');
  const bundle = await build({
    stdin: {
      contents: `
        export * as tf from '@tensorflow/tfjs-core';
        export * as layers from '@tensorflow/tfjs-layers';
        export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
        import '@tensorflow/tfjs-core/dist/register_all_gradients';
        import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const directory = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/');
  const module = { exports: {} as Omit<Tfjs, 'backend'> & { setWasmPaths: (directory: string) => void } };
  const filename = join(directory, 'weft-bundle.cjs');
  compileFunction(bundle.outputFiles[0]!.text, ['require', 'module', 'exports', '__filename', '__dirname'], {
    filename,
  })(require, module, module.exports, filename, directory);
  const { tf, layers, setWasmPaths } = module.exports;
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
