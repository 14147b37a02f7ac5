/**
 * Which way imports point, checked by reading the import statements of every source file. `exports` maps keep packages
 * apart; these rules keep the parts inside them apart. Each says where the code belongs instead.
 */
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const ENGINE = 'packages/engine/src/';
const ML = 'packages/ml/src/';
const NODES = 'packages/nodes/src/';
const SERVER = 'apps/server/src/';
const STUDIO = 'apps/studio/src/';
/** Folders of packages/ml: each may import those before it. Files beside them belong to none and import none. */
const ML_LAYERS = [
  '',
  'build',
  'onnx',
  'formats',
  'text',
  'embed',
  'models',
  'search',
  'train',
  'inference',
  'settings',
];
/** '' for what belongs to no folder of packages/ml. */
const layerOf = (path: string): string =>
  (path.startsWith(ML) && /^[^/]+(?=\/)/.exec(path.slice(ML.length))?.[0]) || '';
/** Executors, the embedded PostgreSQL, the build of the studio, and questions to the machine. */
const PROCESS_STARTERS = [
  `${ENGINE}worker/launchers/command.ts`,
  'prisma/src/embedded/',
  `${STUDIO}build/`,
  'apps/cli/src/machine.ts',
];
/** What `npm run build` runs, `npm run dev`, and a reader of sources that only tests use. */
const BUNDLERS = [`${STUDIO}build/`, `${ML}build/`, `${STUDIO}i18n/literals.ts`];
/** A code editor is part of a form, a form of a cell, a cell of what shows several: each may use those before it. */
const BUILT_FROM = ['code-editor', 'param-form', 'cell', 'inspector', 'notebook'];
const standsBefore = (one: string, other: string): boolean =>
  BUILT_FROM.includes(one) && BUILT_FROM.indexOf(one) < BUILT_FROM.indexOf(other);
const featureOf = (path: string): string => path.slice(`${STUDIO}features/`.length).split('/', 1)[0]!;

interface Rule {
  /** Path from the root, "/"-separated. */
  readonly applies: (file: string) => boolean;
  /** `target` is a package name, or a path from the root. */
  readonly forbids: (target: string, file: string) => boolean;
  readonly because: string;
}

const under =
  (...folders: readonly string[]) =>
  (path: string): boolean =>
    folders.some((folder) => path.startsWith(folder));
const isPackage = (target: string, name: string): boolean => target === name || target.startsWith(`${name}/`);
const onlyFrom =
  (...allowed: readonly string[]) =>
  (target: string): boolean =>
    !allowed.some((each) => (each.endsWith('/') ? target.startsWith(each) : isPackage(target, each)));

function rulesFor(nodeFolders: readonly string[]): Rule[] {
  // The folder of an older version stands inside the newest one's; each is a node of its own.
  const inner = nodeFolders.toSorted((a, b) => b.length - a.length);
  const nodeOf = (path: string) => inner.find((folder) => path.startsWith(folder));
  return [
    {
      applies: under(`${ENGINE}graph/`),
      forbids: onlyFrom('zod', `${ENGINE}graph/`),
      because:
        'graph runs in browsers and knows documents and specs only. Put what needs more into compile or run.',
    },
    {
      applies: under(`${ENGINE}compile/`),
      forbids: onlyFrom('zod', `${ENGINE}graph/`, `${ENGINE}compile/`),
      because:
        'compile is pure and runs in browsers. Pass what it needs as an argument (as predict.ts does); files, hashing and SQL belong to run or store.',
    },
    {
      applies: under(`${ENGINE}observe/`),
      forbids: onlyFrom('zod', `${ENGINE}graph/`, `${ENGINE}node/`, `${ENGINE}observe/`),
      because:
        'observe runs in browsers, in the server and in the command alike: states, events and their one fold. Reading them belongs to run.',
    },
    {
      applies: under(`${ENGINE}node/`),
      forbids: onlyFrom('zod', `${ENGINE}graph/`, `${ENGINE}node/`),
      because: 'node is what authors of nodes see. How the engine serves it belongs to execute.',
    },
    {
      applies: under(`${ENGINE}protocol/`),
      forbids: onlyFrom(
        'zod',
        `${ENGINE}graph/`,
        `${ENGINE}node/`,
        `${ENGINE}protocol/`,
        `${ENGINE}store/artifacts.ts`,
      ),
      because:
        'protocol is what supervisors and executors say to each other: data, and checks of it. How either side acts on it belongs to worker or execute.',
    },
    {
      applies: under(`${ENGINE}execute/`),
      forbids: (target) =>
        ['pg', 'pg-boss', '@weft/db'].some((name) => isPackage(target, name)) ||
        under(`${ENGINE}queue/`, `${ENGINE}run/`, `${ENGINE}worker/`)(target) ||
        target === `${ENGINE}engine.ts` ||
        target === `${ENGINE}index.ts`,
      because:
        'execute runs in executor processes, which know no database and no schedule. What both sides need belongs to protocol.',
    },
    {
      applies: under(ENGINE),
      forbids: (target) =>
        ['@weft/nodes', '@weft/cli', '@weft/server'].some((name) => isPackage(target, name)),
      because:
        'the engine knows no node type by name: it is handed a registry. Ask the spec for a capability instead.',
    },
    {
      applies: (file) =>
        !['engine.ts', 'store/openKeeper.ts', 'store/keeper.fs.ts'].some((name) => file === ENGINE + name),
      forbids: (target) =>
        ['openKeeper', 'keeper.fs', 'staging.fs'].some((name) => target === `${ENGINE}store/${name}.ts`),
      because:
        'an executor process opens the store by openStore, which cannot list, judge or remove. The keeper is opened once, by the engine, and handed on from there.',
    },
    {
      applies: (file) => !under(`${ENGINE}queue/`)(file),
      forbids: (target) => isPackage(target, 'pg-boss'),
      because:
        'delivery is replaceable: only packages/engine/src/queue knows pg-boss. Add what you need to Delivery in queues.ts.',
    },
    {
      applies: (file) => !under(`${NODES}code/lib/`)(file),
      forbids: (target) => /^(quickjs|@jitl\/quickjs)/.test(target),
      because: "people's code runs behind one wall: use packages/nodes/src/code/lib/sandboxClient.ts.",
    },
    {
      applies: (file) => under(NODES)(file) && file.endsWith('/spec.ts'),
      forbids: (target, file) =>
        onlyFrom('zod', '@weft/engine/graph', '@weft/ml/settings', NODES)(target) ||
        target === join(dirname(file), 'execute.ts'),
      because:
        'a spec is data that a browser loads: it takes @weft/engine/graph, @weft/ml/settings, zod and plain helpers. Work goes into execute.ts.',
    },
    {
      applies: under(NODES),
      forbids: (target) =>
        ['@weft/db', '@weft/cli', '@weft/server', 'pg'].some((name) => isPackage(target, name)) ||
        (isPackage(target, '@weft/engine') && !/^@weft\/engine\/(graph|node)$/.test(target)),
      because:
        'a node sees @weft/engine/graph and @weft/engine/node and nothing else of Weft: inputs, artifacts and limits come through its context.',
    },
    {
      applies: under(NODES),
      forbids: (target, file) =>
        nodeOf(target) !== undefined &&
        nodeOf(target) !== nodeOf(file) &&
        !under(`${NODES}registry/`)(file) &&
        !target.endsWith('/index.ts'),
      because:
        'the inside of a node, and of each of its versions, is its own, and its spec and executor are for the registry alone. What others use too is a library: offer it through an index.ts, or move it into the lib folder of its stage.',
    },
    {
      applies: under(ML),
      forbids: (target) =>
        target.startsWith('@weft/') || isPackage(target, 'react') || isPackage(target, 'react-dom'),
      because:
        'packages/ml learns and answers, and knows nothing of Weft, so that a server can import it alone: give it rows, files and settings as plain data. Errors are MlError.',
    },
    {
      applies: under(ML),
      forbids: (target, file) => ML_LAYERS.indexOf(layerOf(target)) > ML_LAYERS.indexOf(layerOf(file)),
      because: `the folders of packages/ml stand on those before them: ${ML_LAYERS.join(', ')}.`,
    },
    {
      applies: under(`${ML}inference/`),
      forbids: under(`${ML}train/`),
      because: 'a server that answers does not load what learns. Move what both need into models or search.',
    },
    {
      applies: (file) => file !== `${ML}onnx/runtime/openSession.ts`,
      forbids: (target) => isPackage(target, 'onnxruntime-node'),
      because: 'there is one way to run a graph: openSession of @weft/ml/onnx.',
    },
    {
      applies: under('prisma/'),
      forbids: (target) => target.startsWith('@weft/') && !isPackage(target, '@weft/db'),
      because:
        'the database package knows tables, not what they are for. Put the query where its meaning is.',
    },
    {
      applies: (file) => !PROCESS_STARTERS.some((each) => file.startsWith(each)),
      forbids: (target) => ['node:child_process', 'child_process'].includes(target),
      because:
        'a process is started in a few places that no text of a document can reach: executors, the embedded database, the build. Peers were broken into where any code could start one.',
    },
    {
      applies: (file) => !BUNDLERS.some((each) => file.startsWith(each)),
      forbids: (target) => ['vite', 'esbuild', 'rolldown', 'rollup'].some((name) => isPackage(target, name)),
      because:
        'nothing is bundled when Weft runs: what has to be is built by `npm run build`, and loaded from there.',
    },
    {
      applies: () => true,
      forbids: (target) => ['node:vm', 'vm', 'isolated-vm', 'vm2'].includes(target),
      because: "node:vm is no wall. People's code runs in packages/nodes/src/code/lib.",
    },
    {
      applies: under(`${ENGINE}live/`),
      forbids: onlyFrom('zod', 'yjs', `${ENGINE}graph/`, `${ENGINE}observe/actor.ts`, `${ENGINE}live/`),
      because:
        'live runs in browsers and in rooms alike: it reads and edits a Y.Doc, and stores and sends nothing.',
    },
    {
      applies: (file) => under(STUDIO)(file) && !under(`${STUDIO}build/`)(file),
      forbids: (target) =>
        (isPackage(target, '@weft/engine') &&
          !/^@weft\/engine(\/(backoff|graph|compile|live|node|observe))?$/.test(target)) ||
        (isPackage(target, '@weft/nodes') &&
          !/^@weft\/nodes\/(specs|views?|view-types|preview)$/.test(target)) ||
        (isPackage(target, '@weft/server') && target !== '@weft/server/router') ||
        ['@weft/db', '@weft/cli', 'pg', 'fastify'].some((name) => isPackage(target, name)) ||
        target.startsWith('node:'),
      because:
        'the studio runs in a browser: it takes graph, compile, live, specs and views, and the type of the router.',
    },
    {
      applies: under(`${STUDIO}features/`),
      forbids: (target, file) =>
        under(`${STUDIO}features/`)(target) &&
        featureOf(target) !== featureOf(file) &&
        featureOf(file) !== 'document-page' &&
        !standsBefore(featureOf(target), featureOf(file)),
      because:
        'features are silos: the document page composes them, and a few are made from others, in order (BUILT_FROM). What two need belongs to document, runs, commands or ui.',
    },
    {
      applies: (file) => under(STUDIO)(file) && !under(`${STUDIO}app/`, `${STUDIO}features/`)(file),
      forbids: under(`${STUDIO}features/`),
      because: 'features stand on these, so these know none of them.',
    },
    {
      applies: (file) => under(STUDIO)(file) && !under(`${STUDIO}app/`, `${STUDIO}main.tsx`)(file),
      forbids: under(`${STUDIO}app/`),
      because: 'app is the roof: it composes the pages. What features need around them belongs to shell.',
    },
    {
      applies: under(`${STUDIO}ui/`, `${STUDIO}i18n/`, `${STUDIO}api/`),
      forbids: under(`${STUDIO}shell/`, `${STUDIO}document/`, `${STUDIO}runs/`, `${STUDIO}commands/`),
      because: 'parts, languages and the client know nothing of Weft: pass what they show as an argument.',
    },
    {
      applies: under(`${SERVER}domain/`),
      forbids: (target) =>
        ['@trpc/server', 'fastify'].some((name) => isPackage(target, name)) || under(`${SERVER}api/`)(target),
      because: 'domain functions serve tRPC, HTTP and the command alike, so they know none of them.',
    },
    {
      applies: under(`${SERVER}policy/`),
      forbids: onlyFrom(`${SERVER}policy/`),
      because: 'who may do what is a table and a function from data to data.',
    },
    {
      applies: (file) => !under('apps/cli/')(file),
      forbids: (target, file) =>
        ['@weft/cli', '@weft/studio'].some((name) => isPackage(target, name)) ||
        (isPackage(target, '@weft/server') && !under(STUDIO)(file)),
      because:
        'applications are at the end of the chain; only the command starts the server. Move what is shared down into a package.',
    },
  ];
}

/** Tests and what only tests use may reach anywhere. */
const isTest = (file: string): boolean => /\.test\.tsx?$|\/testing\/|\/testing\.|\.bench\.ts$/.test(file);

const IMPORT =
  /^\s*(?:import|export)\b(?:[^;'"=()]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

function importsOf(source: string, file: string): string[] {
  return [...source.matchAll(IMPORT)].map(([, plain, dynamic]) => {
    const target = (plain ?? dynamic)!;
    return target.startsWith('.') ? join(dirname(file), target).replaceAll('\\', '/') : target;
  });
}

async function read(): Promise<{ sources: Map<string, string>; rules: Rule[] }> {
  const sources = new Map<string, string>();
  const folders = '{apps/*/src,packages/*/src,prisma/src}';
  for await (const path of glob(`${folders}/**/*.{ts,tsx}`, { cwd: ROOT })) {
    const file = path.replaceAll('\\', '/');
    if (isTest(file) || file.includes('/generated/')) continue;
    sources.set(file, await readFile(join(ROOT, file), 'utf8'));
  }
  const nodeFolders = [...sources.keys()]
    .filter((file) => under(NODES)(file) && file.endsWith('/spec.ts'))
    .map((file) => file.slice(0, -'spec.ts'.length));
  return { sources, rules: rulesFor(nodeFolders) };
}

const broken = (rules: readonly Rule[], file: string, target: string): string[] =>
  rules
    .filter((rule) => rule.applies(file) && rule.forbids(target, file))
    .map(({ because }) => `${file} imports ${target}: ${because}`);

const { sources, rules } = await read();

test('every import points the way the architecture says', () => {
  const found = [...sources].flatMap(([file, source]) =>
    importsOf(source, file).flatMap((target) => broken(rules, file, target)),
  );
  expect(found).toEqual([]);
});

const NAMES_MODELS = /\bmodel_versions\b|\b(?:from|into|update|join|table|truncate)\s+"?models\b/i;

test('the engine names no table of models: publications are told to hooks', () => {
  const found = [...sources].filter(([file, source]) => under(ENGINE)(file) && NAMES_MODELS.test(source));
  expect(found.map(([file]) => file)).toEqual([]);
  expect('insert into models (id)').toMatch(NAMES_MODELS);
  expect(sources.get(`${SERVER}domain/models/modelHooks.ts`)).toMatch(NAMES_MODELS);
});

test('nothing that an executor process loads of the engine reaches the database or the scheduler', () => {
  const open = [...sources.keys()].filter(under(`${ENGINE}execute/`));
  const reached = new Set(open);
  for (let file = open.pop(); file !== undefined; file = open.pop())
    for (const target of importsOf(sources.get(file) ?? '', file))
      if (!reached.has(target)) {
        reached.add(target);
        open.push(target);
      }
  expect(reached.has(`${ENGINE}store/artifacts.fs.ts`)).toBe(true);
  const forbidden = [...reached].filter(
    (target) =>
      ['pg', 'pg-boss', '@weft/db'].some((name) => isPackage(target, name)) ||
      under(`${ENGINE}queue/`, `${ENGINE}run/`, `${ENGINE}worker/`)(target),
  );
  expect(forbidden).toEqual([]);
});

test('the imports are really read', () => {
  expect(sources.size).toBeGreaterThan(200);
  const queues = `${ENGINE}queue/queues.ts`;
  expect(importsOf(sources.get(queues)!, queues)).toContain('pg-boss');
  expect(importsOf("export {\n  a,\n} from '../b.ts';\nconst c = await import('zod');", 'x/y.ts')).toEqual([
    'b.ts',
    'zod',
  ]);
});

const chunk = `${NODES}chunk/recursive/`;
const retrieval = `${NODES}evaluate/retrieval/`;
test.each([
  [`${ENGINE}graph/ports.ts`, `${ENGINE}run/hash.ts`, 'graph runs in browsers'],
  [`${ENGINE}compile/compile.ts`, 'node:crypto', 'compile is pure'],
  [`${ENGINE}observe/fold.ts`, `${ENGINE}run/view.ts`, 'observe runs in browsers'],
  [`${ENGINE}node/inputs.ts`, `${ENGINE}execute/host.ts`, 'node is what authors'],
  [`${ENGINE}execute/drive.ts`, 'pg', 'executor processes'],
  [`${ENGINE}execute/drive.ts`, `${ENGINE}run/decide.ts`, 'executor processes'],
  [`${ENGINE}execute/stepRun.ts`, `${ENGINE}worker/executor.ts`, 'executor processes'],
  [`${ENGINE}protocol/messages.ts`, `${ENGINE}execute/host.ts`, 'protocol is what'],
  [`${ENGINE}run/start.ts`, '@weft/nodes/specs', 'handed a registry'],
  [`${ENGINE}run/start.ts`, 'pg-boss', 'delivery is replaceable'],
  [`${ENGINE}execute/stepRun.ts`, `${ENGINE}store/openKeeper.ts`, 'cannot list'],
  [`${NODES}train/lib/x.ts`, 'quickjs-emscripten-core', 'one wall'],
  [`${chunk}spec.ts`, '@weft/engine/node', 'a spec is data'],
  [`${chunk}spec.ts`, `${chunk}execute.ts`, 'a spec is data'],
  [`${chunk}execute.ts`, '@weft/engine', 'a node sees'],
  [`${chunk}execute.ts`, 'pg', 'a node sees'],
  [`${ML}models/classifier.ts`, '@weft/engine/graph', 'knows nothing of Weft'],
  [`${ML}models/classifier.ts`, '@weft/nodes/specs', 'knows nothing of Weft'],
  [`${ML}models/classifier.ts`, 'react', 'knows nothing of Weft'],
  [`${ML}onnx/graph/graph.ts`, `${ML}formats/bytes.ts`, 'stand on those before them'],
  [`${ML}models/classifier.ts`, `${ML}train/index.ts`, 'stand on those before them'],
  [`${ML}inference/index.ts`, `${ML}train/index.ts`, 'does not load what learns'],
  [`${NODES}train/layers/execute.ts`, 'onnxruntime-node', 'one way to run a graph'],
  [`${chunk}execute.ts`, `${NODES}chunk/markdown/execute.ts`, 'for the registry alone'],
  [`${retrieval}v1/execute.ts`, `${retrieval}quotedHit.ts`, 'each of its versions'],
  [`${retrieval}execute.ts`, `${retrieval}v1/spec.ts`, 'each of its versions'],
  ['prisma/src/pool.ts', '@weft/engine', 'knows tables'],
  [`${ENGINE}engine.ts`, '@weft/server', 'handed a registry'],
  ['apps/server/src/server.ts', '@weft/cli', 'end of the chain'],
  [`${ML}models/tfjs.ts`, 'esbuild', 'nothing is bundled'],
  [`${ML}models/tfjs.ts`, 'node:vm', 'no wall'],
  [`${STUDIO}shell/Page.tsx`, `${STUDIO}app/Rail.tsx`, 'app is the roof'],
  [`${STUDIO}members/members.ts`, `${STUDIO}features/home/index.ts`, 'features stand on these'],
  [`${STUDIO}ui/Button.tsx`, `${STUDIO}shell/me.ts`, 'pass what they show'],
])('%s must not import %s', (file, target, says) => {
  expect(broken(rules, file, target).join('\n')).toContain(says);
});

test.each([
  [`${ENGINE}run/start.ts`, `${ENGINE}queue/queues.ts`],
  [`${chunk}execute.ts`, `${NODES}chunk/lib/tables.ts`],
  [`${chunk}execute.ts`, `${chunk}spec.ts`],
  [`${retrieval}v1/execute.ts`, `${retrieval}v1/spec.ts`],
  [`${retrieval}v1/execute.ts`, `${NODES}evaluate/lib/retrieval/evaluate.ts`],
  [`${NODES}evaluate/lib/report.ts`, `${NODES}index/vector/index.ts`],
  [`${NODES}registry/specs.gen.ts`, `${chunk}spec.ts`],
  [`${chunk}spec.ts`, '@weft/ml/settings'],
  [`${ML}inference/index.ts`, `${ML}search/openIndex.ts`],
  [`${ML}train/savedFile.ts`, `${ML}errors.ts`],
  ['apps/cli/src/commands/start.ts', '@weft/server'],
])('%s may import %s', (file, target) => {
  expect(broken(rules, file, target)).toEqual([]);
});
