import { MlError } from '../errors.ts';
import type { ModelFiles } from '../files.ts';
import { z } from 'zod';

/** Every model has this file: what it answers and how its other files are to be read. */
export const MODEL_FILE = 'model.json';
export const MODEL_FORMAT = 'weft.model';

/**
 * Reads model.json against a schema.
 * @throws MlError (input) naming the first thing that does not fit: a model may come from anyone.
 */
export async function parseModelFile<S extends z.ZodType>(
  files: ModelFiles,
  schema: S,
  task: string,
): Promise<z.output<S>> {
  const parsed = schema.safeParse(await files.json(MODEL_FILE));
  if (parsed.success) return parsed.data;
  throw new MlError(
    'input',
    'model.format',
    `${MODEL_FILE} does not describe a ${task} model that this version reads: ${z.prettifyError(parsed.error)}`,
  );
}
