import { MlError } from '../errors.ts';
import type { Json } from '../json.ts';
import { Rng } from '../onnx/random/rng.ts';

/**
 * A person's model topology, as Keras and TensorFlow.js write it, made safe to load and the same every time.
 *
 * TensorFlow.js resolves class names in its own registry only, so data cannot name code; what is refused here is what
 * does not train on the wasm backend (convolutions), is not reproducible (noise, recurrent dropout), stands for code
 * (Lambda), or would fill the memory.
 */
const LAYERS = new Set([
  'InputLayer',
  'Dense',
  'Activation',
  'ReLU',
  'LeakyReLU',
  'ELU',
  'PReLU',
  'Softmax',
  'Dropout',
  'BatchNormalization',
  'LayerNormalization',
  'Flatten',
  'Reshape',
  'Permute',
  'RepeatVector',
  'Embedding',
  'GlobalAveragePooling1D',
  'GlobalMaxPooling1D',
  'Add',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
  'Dot',
]);
const MODELS = new Set(['Sequential', 'Functional', 'Model']);
const INITIALIZERS = new Set(['Zeros', 'Ones', 'Constant', 'Identity']);
const RANDOM_INITIALIZERS = new Set([
  'RandomUniform',
  'RandomNormal',
  'TruncatedNormal',
  'VarianceScaling',
  'GlorotUniform',
  'GlorotNormal',
  'HeNormal',
  'HeUniform',
  'LeCunNormal',
  'LeCunUniform',
  'Orthogonal',
]);
const OTHERS = new Set(['L1L2', 'L1', 'L2', 'MaxNorm', 'UnitNorm', 'NonNeg', 'MinMaxNorm']);

const MAX_TEXT = 1_000_000;
const MAX_LAYERS = 200;
const MAX_DEPTH = 40;

/** What a layer uses when its config names no initializer; written out, so that it can be given a seed. */
const DEFAULT_INITIALIZERS: Readonly<Record<string, readonly [key: string, initializer: string]>> = {
  Dense: ['kernel_initializer', 'GlorotNormal'],
  Embedding: ['embeddings_initializer', 'RandomUniform'],
};
/** No size in a config may be larger: a "units" of a billion would take the memory before anything could be counted. */
const MAX_SIZE = 1_000_000;

type JsonObject = { [key: string]: Json };
/** Checked: every class in it is one that may be built. */
export type Topology = JsonObject & { readonly class_name: string };

/**
 * Parses a topology (the JSON of `model.toJSON()`, of a model.json or of Keras), checks every class it names, and gives
 * every random initializer a seed drawn from `seed`.
 * @throws MlError (input) naming what is refused and why.
 */
export function parseTopology(text: string, seed: number): Topology {
  if (text.length > MAX_TEXT)
    throw refusedTopology(`is longer than ${MAX_TEXT} characters; weights do not belong into it`);
  try {
    return checkTopology(JSON.parse(text) as Json, seed);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw refusedTopology('is not JSON', cause);
    throw cause;
  }
}

/** The same for a topology that is JSON already. */
export function checkTopology(parsed: Json, seed: number): Topology {
  const model = unwrap(parsed);
  if (typeof model.class_name !== 'string' || !MODELS.has(model.class_name))
    throw refusedTopology(
      `is not a Sequential or Functional model, but ${JSON.stringify(model.class_name ?? null)}`,
    );
  const rng = Rng.seeded(seed, 'initializers');
  const state = { layers: 0 };
  return checked(model, { rng, state, depth: 0 }) as Topology;
}

/** model.json files and `toJSON` wrap the model in up to two envelopes. */
function unwrap(value: Json): JsonObject {
  let model = value;
  for (const envelope of ['modelTopology', 'model_config'])
    if (isObject(model) && isObject(model[envelope])) model = model[envelope];
  if (!isObject(model)) throw refusedTopology('is not an object');
  return model;
}

interface Walk {
  readonly rng: Rng;
  readonly state: { layers: number };
  readonly depth: number;
}

function checked(value: Json, walk: Walk): Json {
  if (walk.depth > MAX_DEPTH) throw refusedTopology(`nests deeper than ${MAX_DEPTH} levels`);
  if (typeof value === 'number' && Math.abs(value) > MAX_SIZE)
    throw refusedTopology(`holds the number ${value}; the largest size allowed is ${MAX_SIZE}`);
  const inner = { ...walk, depth: walk.depth + 1 };
  if (Array.isArray(value)) return value.map((item) => checked(item, inner));
  if (!isObject(value)) return value;
  const { class_name: name, config } = value;
  if (typeof name !== 'string') return mapped(value, inner);
  if (RANDOM_INITIALIZERS.has(name)) {
    const seed = 1 + walk.rng.below(2 ** 31 - 1); // tfjs takes 0 for no seed
    const own = isObject(config) ? config : {};
    return { ...value, config: { ...own, seed: own.seed || seed } };
  }
  if (INITIALIZERS.has(name) || OTHERS.has(name)) return value;
  if (!LAYERS.has(name) && !MODELS.has(name))
    throw refusedTopology(
      `uses "${name}", which cannot be trained here; these can: ${[...LAYERS].join(', ')}`,
    );
  walk.state.layers += 1;
  if (walk.state.layers > MAX_LAYERS) throw refusedTopology(`has more than ${MAX_LAYERS} layers`);
  if (!isObject(config)) return mapped(value, inner); // Keras 1 lists a Sequential's layers here
  // tfjs numbers nameless layers through the life of a process, and names are part of the saved bytes.
  const named = { ...config, name: config.name ?? `${name.toLowerCase()}_${walk.state.layers}` };
  const byName = Object.entries(withDefault(name, named)).map(([key, item]) => [
    key,
    namedInitializer(key, item),
  ]);
  return { ...value, config: mapped(Object.fromEntries(byName) as JsonObject, inner) };
}

function withDefault(layer: string, config: JsonObject): JsonObject {
  const [key, initializer] = DEFAULT_INITIALIZERS[layer] ?? [];
  if (key === undefined || initializer === undefined) return config;
  // tfjs also reads "kernelInitializer".
  const camel = key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (config[camel]) return config;
  return { ...config, [key]: config[key] ?? { class_name: initializer, config: {} } };
}

/** "glorot_uniform" and "glorotUniform" are short for the class without options. */
function namedInitializer(key: string, item: Json): Json {
  if (!/initializer$/i.test(key) || typeof item !== 'string') return item;
  const className = item.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { class_name: className, config: {} };
}

const mapped = (value: JsonObject, walk: Walk): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, checked(item, walk)]));

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const refusedTopology = (reason: string, cause?: unknown): MlError =>
  new MlError('input', 'layers.topology', `the model topology ${reason}`, { cause });
