/**
 * Bundles what runs bundled: the studio and TensorFlow.js. Part of `npm install`, so that nothing has to be bundled when Weft runs. Quick
 * when nothing changed. Without a bundler (`npm ci --omit=dev`) it leaves what is there.
 */
import { createRequire } from 'node:module';
import { ensureTfjsBundle } from '../packages/ml/src/build/tfjsBundle.ts';
import { builtStudio, ensureStudio } from '../apps/studio/src/build/index.ts';

const require = createRequire(new URL('../apps/studio/package.json', import.meta.url));
const hasBundler = (() => {
  try {
    return require.resolve('vite') !== '';
  } catch {
    return false;
  }
})();

await ensureTfjsBundle();
if (hasBundler) await ensureStudio();
else if ((await builtStudio()) === null)
  process.stdout.write('There is no bundler here, so the studio was not built; `weft start` needs it.\n');
