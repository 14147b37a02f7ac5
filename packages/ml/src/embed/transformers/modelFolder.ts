import { MlError } from '../../errors.ts';
import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { MODEL_DTYPES, type ModelDtype } from './modelDtypes.ts';

export interface ModelFolder {
  /** "organisation/name" */
  readonly id: string;
  readonly dtype: ModelDtype;
  /** Absolute folder that holds organisations. */
  readonly root: string;
  /** Files whose content decides the embeddings, relative to the model's folder: what a cache key must cover. */
  readonly files: readonly string[];
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9][A-Za-z0-9._-]*$/;

const REQUIRED = ['config.json', 'tokenizer.json'];
const OPTIONAL = ['tokenizer_config.json', 'special_tokens_map.json', 'generation_config.json'];

/**
 * Finds a model in a folder of downloaded models, or says what is missing, naming it as people know it and not by
 * where it lies on this machine.
 *
 * The library itself does not keep ids inside the folder ("../../etc" is looked up), so an id must be two plain names,
 * and a link must not lead out.
 *
 * @throws MlError (input)
 */
export function locateModel(root: string, id: string, dtype: string): ModelFolder {
  const { required, optional } = modelFiles(id, dtype);
  const folder = join(root, ...id.split('/'));
  if (!existsSync(folder))
    throw new MlError(
      'input',
      'embed.model_missing',
      `the model "${id}" is not in the models folder; put its files into ${id}/ there, or choose the built-in embeddings, which need no download`,
    );
  if (!realpathSync(folder).startsWith(realpathSync(root) + sep))
    throw new MlError('input', 'embed.model_outside', `the model "${id}" is a link out of the models folder`);
  const missing = required.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0)
    throw new MlError(
      'input',
      'embed.model_incomplete',
      `the model "${id}" lacks ${missing.map((file) => `${id}/${file}`).join(', ')}; add what is missing to the models folder${otherDtypes(folder, dtype as ModelDtype)}`,
    );
  const present = optional.filter((file) => existsSync(join(folder, file)));
  return { id, dtype: dtype as ModelDtype, root, files: [...required, ...present].sort() };
}

/**
 * The files of a model of that precision, relative to its folder.
 * @throws MlError (input) when the name or the precision is none
 */
export function modelFiles(id: string, dtype: string): { required: string[]; optional: string[] } {
  if (!ID.test(id) || id.includes('..'))
    throw new MlError(
      'input',
      'embed.model_id',
      `"${id}" is not the name of a model: it is written "organisation/name", for example "Xenova/all-MiniLM-L6-v2"`,
    );
  if (!isDtype(dtype))
    throw new MlError(
      'input',
      'embed.model_dtype',
      `"${dtype}" is not a precision; choose one of ${Object.keys(MODEL_DTYPES).join(', ')}`,
    );
  const weights = `onnx/model${MODEL_DTYPES[dtype]}.onnx`;
  return { required: [...REQUIRED, weights], optional: [...OPTIONAL, `${weights}_data`] };
}

const isDtype = (name: string): name is ModelDtype => Object.hasOwn(MODEL_DTYPES, name);

function otherDtypes(folder: string, wanted: ModelDtype): string {
  const there = Object.entries(MODEL_DTYPES).filter(
    ([dtype, suffix]) => dtype !== wanted && existsSync(join(folder, `onnx/model${suffix}.onnx`)),
  );
  if (there.length === 0 || existsSync(join(folder, `onnx/model${MODEL_DTYPES[wanted]}.onnx`))) return '';
  return `, or choose a precision that is there: ${there.map(([dtype]) => dtype).join(', ')}`;
}
