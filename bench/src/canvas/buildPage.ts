import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { fingerprint, ROOT } from '../../../apps/studio/src/build/fingerprint.ts';

const CONFIG = join(import.meta.dirname, 'vite.config.ts');

/** The built page that is measured; built once for the same sources, whichever process needs it first. */
export async function buildPage(): Promise<string> {
  const name = createHash('sha256')
    .update(ROOT)
    .update(await fingerprint())
    .digest('hex')
    .slice(0, 16);
  const folder = join(tmpdir(), `weft-bench-canvas-${name}`);
  if (existsSync(folder)) return folder;
  const beside = `${folder}.${process.pid}`;
  await build({ configFile: CONFIG, build: { outDir: beside, emptyOutDir: true } });
  await rename(beside, folder).catch(async () => await rm(beside, { recursive: true, force: true }));
  return folder;
}
