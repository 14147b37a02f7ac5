import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const nodesRoot = join(dirname(fileURLToPath(import.meta.url)), '../packages/nodes/src');

/**
 * Lists every node folder (one that holds spec.ts and execute.ts) in two generated modules: specs, which a browser may
 * load, and executors, each behind its own dynamic import. A new node is one new folder and nothing else.
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
  const entries = await Promise.all(
    specs.map(async (path) => {
      const source = await readFile(join(nodesRoot, path), 'utf8');
      const type = /\btype: '([^']+)'/.exec(source)?.[1];
      const version = /\bversion: (\d+)/.exec(source)?.[1];
      if (type === undefined || version === undefined)
        throw new Error(`${path} states no literal type and version`);
      return `  '${type}@${version}': () => import('../${path.replace(/spec\.ts$/, 'execute.ts')}'),`;
    }),
  );
  const executorsModule = `${header}import type { ExecutorRegistry } from '@weft/engine/node';

export const executors: ExecutorRegistry = {
${entries.join('\n')}
};
`;
  await writeIfChanged(join(nodesRoot, 'registry/specs.gen.ts'), specsModule);
  await writeIfChanged(join(nodesRoot, 'registry/executors.gen.ts'), executorsModule);
}

async function writeIfChanged(path: string, text: string): Promise<void> {
  const old = await readFile(path, 'utf8').catch(() => null);
  if (old === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  process.stdout.write(`wrote ${relative(process.cwd(), path)}\n`);
}
