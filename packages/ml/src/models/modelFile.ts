import { NodeError, type FilesInput } from '@weft/engine/node';
import { z } from 'zod';

/** Every model has this file: what it answers and how its other files are to be read. */
export const MODEL_FILE = 'model.json';
export const MODEL_FORMAT = 'weft.model';

/**
 * Reads model.json against a schema.
 * @throws NodeError (input) naming the first thing that does not fit: a model may come from anyone.
 */
export async function parseModelFile<S extends z.ZodType>(
  files: FilesInput,
  schema: S,
  task: string,
): Promise<z.output<S>> {
  const parsed = schema.safeParse(await files.json(MODEL_FILE));
  if (parsed.success) return parsed.data;
  throw new NodeError(
    'input',
    'model.format',
    `the model ${files.ref.hash.slice(0, 12)} is not a ${task} model this Weft can read: ${z.prettifyError(parsed.error)}`,
  );
}
