/**
 * Builds the studio into the folder given as argument, and presses its text files beforehand, so that the server never
 * compresses the same bytes twice. Runs in a process of its own: a bundler leaves hundreds of megabytes behind.
 */
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const STUDIO = join(import.meta.dirname, '../..');
const outDir = process.argv[2] ?? join(STUDIO, 'dist');
/** Above this brotli's best quality takes seconds for a per cent. */
const LARGE = 1_000_000;

// Whatever the shell or a test runner says: React's development build is half as large again, and slow.
process.env['NODE_ENV'] = 'production';
await build({
  root: STUDIO,
  configFile: join(STUDIO, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true },
});
for await (const name of glob('**/*.{js,css,html,svg,json,wasm}', { cwd: outDir })) {
  const file = join(outDir, name);
  const bytes = await readFile(file);
  if (bytes.length < 1024) continue;
  const quality = bytes.length > LARGE ? 6 : 10;
  const brotli = await promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  await writeFile(`${file}.br`, brotli);
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
