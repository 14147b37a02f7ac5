/** The folder of local models, from the environment variable WEFT_MODELS. @throws MlError (input) when it is not set. */
import { MlError } from '../../errors.ts';
export function modelsFolder(): string {
  const folder = process.env.WEFT_MODELS;
  if (folder !== undefined && folder !== '') return folder;
  throw new MlError(
    'input',
    'embed.no_models_folder',
    'WEFT_MODELS is not set: set it to a folder that holds models as <organisation>/<name>/, and start again; the built-in embeddings need none',
  );
}
