import { ArtifactLost, type Engine } from '@weft/engine';
import { WeftError } from '../../errors.ts';

/**
 * Bytes that are gone or damaged are marked lost and told as such: running the step again makes them anew.
 *
 * @param hash of the artifact, for a file that went between two reads of it
 * @throws WeftError artifact_lost
 */
export async function orLost<T>(
  engine: Pick<Engine, 'reportLost'>,
  hash: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const gone = error instanceof ArtifactLost || (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!gone) throw error;
    await engine.reportLost(error instanceof ArtifactLost ? error.hash : hash);
    throw new WeftError('artifact_lost', {}, { cause: error });
  }
}
