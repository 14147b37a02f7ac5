import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ok, warn, type Finding } from './check.ts';

interface Library {
  readonly name: string;
  /** What does not work when it is missing. */
  readonly without: string;
  readonly detail?: (module: Record<string, unknown>) => string;
}

/** Libraries with native or WebAssembly parts, which a platform or an install may lack. They come with `npm ci`. */
const SHIPPED: readonly Library[] = [
  {
    name: 'onnxruntime-node',
    without: 'training, embedding and serving models',
    detail: (module) => {
      const list = (module['listSupportedBackends'] as () => { name: string; bundled: boolean }[])();
      // CUDA's libraries are not bundled: `npm ci` works without the network they would come from.
      return `runs on ${list
        .filter(({ bundled }) => bundled)
        .map(({ name }) => name)
        .join(', ')}`;
    },
  },
  { name: 'usearch', without: 'the default vector index' },
  { name: 'hnswlib-node', without: 'the hnswlib vector index' },
  { name: 'quickjs-emscripten-core', without: 'code cells' },
  { name: '@huggingface/transformers', without: 'pretrained tokenizers and models' },
  { name: '@tensorflow/tfjs-backend-wasm', without: 'training TensorFlow.js models' },
  { name: 'unpdf', without: 'reading PDF files' },
];

/** Not part of Weft; used when the user has installed them. */
const OPTIONAL: readonly Library[] = [
  { name: '@tensorflow/tfjs-node-gpu', without: 'TensorFlow.js models train on the CPU' },
];

/** Loads each library as the nodes would. Importing is the only proof that a native part fits this machine. */
export async function libraries(nodesModule: string): Promise<Finding[]> {
  const require = createRequire(nodesModule);
  const shipped = await Promise.all(
    SHIPPED.map(async ({ name, without, detail }): Promise<Finding> => {
      const found = await load(require, name);
      return found.module === null
        ? warn(name, `cannot be loaded (${found.why}): no ${without}`)
        : ok(name, [found.version, ...(detail === undefined ? [] : [detail(found.module)])].join(', '));
    }),
  );
  const optional = OPTIONAL.map(({ name, without }): Finding => {
    const version = versionOf(require, name);
    return ok(name, version === null ? `not installed (optional): ${without}` : version);
  });
  return [...shipped, ...optional];
}

type Loaded =
  | { readonly module: Record<string, unknown>; readonly version: string }
  | { readonly module: null; readonly why: string };

async function load(require: NodeJS.Require, name: string): Promise<Loaded> {
  try {
    const module = (await import(pathToFileURL(require.resolve(name)).href)) as Record<string, unknown>;
    const inner = module['default'];
    return {
      module: typeof inner === 'object' && inner !== null ? { ...inner, ...module } : module,
      version: versionOf(require, name) ?? 'version unknown',
    };
  } catch (error) {
    return { module: null, why: (error as Error).message.split('\n')[0]! };
  }
}

/** Packages may hide their package.json behind `exports`, so it is looked for where they lie. */
function versionOf(require: NodeJS.Require, name: string): string | null {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return (require(`${folder}/${name}/package.json`) as { version: string }).version;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
