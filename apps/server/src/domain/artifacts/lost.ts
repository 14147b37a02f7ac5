import { ArtifactLost } from '@weft/engine';
import { WeftError } from '../../errors.ts';

/** Bytes that are gone or damaged are told as such: running the step again rebuilds them. */
export async function orLost<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const gone = error instanceof ArtifactLost || (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw gone ? new WeftError('artifact_lost', {}, { cause: error }) : error;
  }
}
