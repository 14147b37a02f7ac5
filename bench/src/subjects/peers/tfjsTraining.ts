import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type * as tfjsBundle from './tfjsBundle.ts';
import type { Given, OpenSubject } from '../../harness/benchmark.ts';
import {
  BATCH_SIZES,
  byBatchSize,
  CLASSES,
  HIDDEN,
  INPUT,
  randomExamples,
  type TrainingSettings,
} from '../examples.ts';

type Bundle = typeof tfjsBundle;

/** `model.fit` on the WebAssembly backend, which in Node has one thread. */
export async function open({ settings, directory }: Given): Promise<OpenSubject> {
  const wanted = settings as unknown as TrainingSettings;
  const tf = await load(directory);
  const { x, labels } = randomExamples(wanted.examples);
  const inputs = tf.tensor2d(x, [wanted.examples, INPUT]);
  const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES);
  const newModel = () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [INPUT], units: HIDDEN, activation: 'relu' }),
        tf.layers.dense({ units: CLASSES, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
    return model;
  };
  const models = new Map(BATCH_SIZES.map((size) => [size as number, newModel()]));
  return {
    round: async () =>
      await byBatchSize(wanted, async (batchSize) => {
        await models
          .get(batchSize)!
          .fit(inputs, targets, { batchSize, epochs: wanted.epochs, shuffle: true, verbose: 0 });
      }),
  };
}

async function load(directory: string): Promise<Bundle> {
  const require = createRequire(import.meta.url);
  const outfile = join(directory, 'tfjs.cjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./tfjsBundle.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const tf = require(outfile) as Bundle;
  const wasm = require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');
  tf.setWasmPaths(`${dirname(wasm)}/`);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
  await tf.ready();
  return tf;
}
