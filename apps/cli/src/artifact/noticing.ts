import type { Engine } from '@weft/engine';
import { CommandError } from '../errors.ts';

/**
 * Work that reads bytes of the store. Bytes that are gone or damaged are marked lost, so that the next run makes them
 * again.
 *
 * @throws CommandError that says so
 */
export async function noticing<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  const { ArtifactLost } = await import('@weft/engine');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ArtifactLost)) throw error;
    await engine.reportLost(error.hash);
    throw new CommandError(`${error.message}.`, {
      help: 'Run its document again: the steps that made it are executed anew.',
      cause: error,
    });
  }
}
