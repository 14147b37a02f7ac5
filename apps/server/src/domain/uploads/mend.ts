import type { Engine } from '@weft/engine';
import { nameBytes, parseStoreUrl } from '@weft/engine/store';
import type { UploadName } from './place.ts';
import { safeName } from './safeName.ts';

/**
 * Files that could not be read. Those whose bytes are gone or damaged are marked lost, so that the next look at the
 * document says so; those that have only lost their name get it back.
 */
export async function mendUploads(
  engine: Pick<Engine, 'store' | 'reportLost'>,
  uploads: readonly UploadName[],
): Promise<void> {
  for (const { hash, name } of uploads)
    if (!(await engine.reportLost(hash)))
      await nameBytes(parseStoreUrl(engine.store.url).folder, hash, safeName(name));
}
