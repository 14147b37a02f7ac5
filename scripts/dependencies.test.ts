/** Holds every package.json to the imports of its sources: nothing is installed for nobody, nothing comes by chance. */
import { glob, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const json = async (path: string) => JSON.parse(await readFile(join(ROOT, path), 'utf8')) as Manifest;

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Used without an import that could be found by reading sources. */
const REASONS: Readonly<Record<string, string>> = {
  '@prisma/client': 'the client that `npm run gen` writes imports it',
  node: 'the Node.js that npm scripts run with',
  oxlint: 'a program that `npm run lint` starts',
  'oxlint-tsgolint': 'the rules of oxlint that know types',
  prettier: 'a program that `npm run format` starts',
  turbo: 'a program that `npm test` starts',
  typescript: 'a program that `npm run typecheck` starts',
};
/** Imported where somebody has installed it. */
const OPTIONAL = new Set(['@tensorflow/tfjs-node-gpu']);
/** Tests of every workspace use what the root installs for them. */
const FOR_ALL = new Set(['vitest', 'fast-check']);

const IMPORT =
  /(?:^(?:import|export|\})[^=;(`'"]*\bfrom |^import |\bimport\(|\brequire\(|(?:\brequire|\bmeta|\burl\))\.resolve\(|^@import |^@plugin )\s*['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/[^'"\s]*)?['"]/gm;
const BUILT_IN = new Set(builtinModules);

async function importsOf(workspace: string): Promise<Set<string>> {
  const names = new Set<string>();
  const own = workspace === '.' ? '{scripts,templates,docs}/**/*' : '**/*';
  const files = glob([`${own}.{ts,tsx,mjs,css}`, '*.{ts,mjs}'], {
    cwd: join(ROOT, workspace),
    exclude: (name) => name === 'node_modules' || name === 'dist' || name === 'generated',
  });
  for await (const file of files) {
    const source = await readFile(join(ROOT, workspace, file), 'utf8');
    for (const [, name] of source.matchAll(IMPORT)) if (!BUILT_IN.has(name!)) names.add(name!);
  }
  return names;
}

/** `@types/a__b` are the types of `@a/b`. */
const typed = (name: string): string =>
  name
    .slice('@types/'.length)
    .replace(/^(.+)__(.+)$/, (_, scope: string, rest: string) => `@${scope}/${rest}`);

const workspaces = ['.'];
for await (const path of glob('{apps/*,packages/*,prisma,bench}/package.json', { cwd: ROOT }))
  workspaces.push(path.replaceAll('\\', '/').slice(0, -'/package.json'.length));
const lock = (await json('package-lock.json')) as { packages: Record<string, Manifest> };
const everywhere = new Set((await Promise.all(workspaces.map(importsOf))).flatMap((names) => [...names]));

describe.each(workspaces)('%s/package.json', async (workspace) => {
  const { dependencies = {}, devDependencies = {} } = await json(join(workspace, 'package.json'));
  const direct = Object.keys({ ...dependencies, ...devDependencies });
  const imported = workspace === '.' ? everywhere : await importsOf(workspace);

  /** A direct dependency may ask to be given others, of a version that we choose. */
  const isPeer = (name: string): boolean =>
    direct.some((other) =>
      [`${workspace}/node_modules/${other}`, `node_modules/${other}`].some(
        (place) => lock.packages[place]?.peerDependencies?.[name] !== undefined,
      ),
    );

  test('names nothing that nobody imports', () => {
    const unused = direct.filter(
      (name) =>
        !imported.has(name) &&
        !(name.startsWith('@types/') && (name === '@types/node' || imported.has(typed(name)))) &&
        !isPeer(name) &&
        REASONS[name] === undefined,
    );
    expect(unused).toEqual([]);
  });

  test.skipIf(workspace === '.')('names everything that its sources import', () => {
    const missing = [...imported].filter(
      (name) =>
        !direct.includes(name) &&
        !direct.includes(`@types/${name}`) &&
        !FOR_ALL.has(name) &&
        !OPTIONAL.has(name),
    );
    expect(missing).toEqual([]);
  });
});

test('every reason is still needed', async () => {
  const all = new Set<string>();
  for (const workspace of workspaces) {
    const { dependencies, devDependencies } = await json(join(workspace, 'package.json'));
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) all.add(name);
  }
  expect(Object.keys(REASONS).filter((name) => !all.has(name))).toEqual([]);
});
