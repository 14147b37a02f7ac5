import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { TFJS_BUNDLE } from './place.ts';

/** What the bundle is made of. Changing it changes its mark, so that the next build makes it anew. */
const ENTRY = `
  export * as tf from '@tensorflow/tfjs-core';
  export * as layers from '@tensorflow/tfjs-layers';
  export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
  import '@tensorflow/tfjs-core/dist/register_all_gradients';
  import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';`;

/**
 * Bundles TensorFlow.js, part of `npm install`. On Node, tfjs-core resolves to a CommonJS build that has neither
 * gradients nor chained methods, and the files that register them cannot be imported natively (their imports lack
 * extensions). So core, gradients, layers and the WebAssembly backend become one file of 1.9 MB.
 *
 * @returns whether it had to
 */
export async function ensureTfjsBundle(): Promise<boolean> {
  const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-core/package.json') as {
    version: string;
  };
  const mark = `// ${version} ${Buffer.from(ENTRY).toString('base64')}\n`;
  const built = await readFile(TFJS_BUNDLE, 'utf8').catch(() => '');
  if (built.startsWith(mark)) return false;
  const { build } = await import('esbuild');
  const bundle = await build({
    stdin: { contents: ENTRY, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  // Moved into place, so that nobody loads half of it.
  const fresh = `${TFJS_BUNDLE}.${randomUUID()}`;
  await mkdir(dirname(TFJS_BUNDLE), { recursive: true });
  await writeFile(fresh, mark + bundle.outputFiles[0]!.text);
  await rename(fresh, TFJS_BUNDLE);
  return true;
}
