import { access, glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const nodesRoot = join(dirname(fileURLToPath(import.meta.url)), '../packages/nodes/src');

/**
 * Lists every node folder (one that holds spec.ts and execute.ts) in three generated modules: specs, which a browser may
 * load, and executors and views, each behind its own dynamic import. A new node is one new folder and nothing else; an
 * older version of it is a folder "v1", "v2" … inside.
 */
export async function genRegistry(): Promise<void> {
  const specs: string[] = [];
  for await (const path of glob('*/**/spec.ts', { cwd: nodesRoot })) specs.push(path.replaceAll('\\', '/'));
  specs.sort();
  const header = '// Written by `npm run gen` from the folders beside it. Do not edit.\n';

  const imports = specs.map((path, i) => `import { spec as s${i} } from '../${path}';`);
  const specsModule = `${header}import { specRegistry, type NodeSpec, type SpecRegistry } from '@weft/engine/graph';
${imports.join('\n')}

export const specs: readonly NodeSpec[] = [${specs.map((_, i) => `s${i}`).join(', ')}];
export const registry: SpecRegistry = specRegistry(specs);
`;
  const nodes = await Promise.all(specs.map(nodeAt));
  const entries = nodes.map(
    ({ folder, type, version }) => `  '${type}@${version}': () => import('../${folder}/execute.ts'),`,
  );
  const executorsModule = `${header}import type { ExecutorRegistry } from '@weft/engine/node';

export const executors: ExecutorRegistry = {
${entries.join('\n')}
};
`;
  await writeIfChanged(join(nodesRoot, 'registry/specs.gen.ts'), specsModule);
  await writeIfChanged(join(nodesRoot, 'registry/executors.gen.ts'), executorsModule);
  await writeIfChanged(join(nodesRoot, 'registry/views.gen.ts'), await viewsModule(nodes, header));
}

interface NodeFolder {
  readonly folder: string;
  readonly type: string;
  readonly version: string;
}

async function nodeAt(path: string): Promise<NodeFolder> {
  const source = await readFile(join(nodesRoot, path), 'utf8');
  const type = /\btype: '([^']+)'/.exec(source)?.[1];
  const version = /\bversion: (\d+)/.exec(source)?.[1];
  if (type === undefined || version === undefined)
    throw new Error(`${path} states no literal type and version`);
  const kept = /^(.*)\/v(\d+)\/spec\.ts$/.exec(path);
  if (kept !== null && kept[2] !== version)
    throw new Error(
      `${path} states version ${version}: the folder v${kept[2]} is the place of version ${kept[2]}`,
    );
  return { folder: path.replace(/\/spec\.ts$/, ''), type, version };
}

/** A view serves every version of its type: what it reads, it checks. The newest folder's view wins. */
async function viewsModule(nodes: readonly NodeFolder[], header: string): Promise<string> {
  const byType = new Map<string, string>();
  for (const { folder, type } of nodes.toSorted((a, b) => Number(a.version) - Number(b.version)))
    if (await exists(join(nodesRoot, folder, 'view.tsx')))
      byType.set(type, `  '${type}': () => import('../${folder}/view.tsx'),`);
  return `${header}import type { ViewModule } from '../view/types.ts';

/** Nodes with a picture of their own, by type. Each is loaded when the first such cell is seen. */
export const views: Readonly<Record<string, () => Promise<ViewModule>>> = {
${[...byType.values()].sort().join('\n')}
};

/** For every other node: each output by its kind. */
export const genericView: () => Promise<ViewModule> = () => import('../view/GenericView.tsx');

/** Notes and cards of people and models, shown without letting them reach outside. */
export const markdown = () => import('../view/Markdown.tsx');
`;
}

const exists = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );

async function writeIfChanged(path: string, text: string): Promise<void> {
  const old = await readFile(path, 'utf8').catch(() => null);
  if (old === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  process.stdout.write(`wrote ${relative(process.cwd(), path)}\n`);
}
