/**
 * Holds the pages to the code: what they quote, list, link to and tell people to type must be there. What they claim
 * beyond that is for readers to check.
 */
import { PROBES } from '@weft/engine';
import { DIAGNOSTIC_CODES } from '@weft/engine/graph';
import type { Command } from 'commander';
import { glob, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../apps/cli/src/program.ts';
import { registry } from '../packages/nodes/src/registry/specs.gen.ts';
import { API_REFERENCE, apiReference } from './genApi.ts';
import { nodesReference, REFERENCE } from './genReference.ts';

const ROOT = join(import.meta.dirname, '..');
const read = async (path: string) => await readFile(join(ROOT, path), 'utf8');

const pages = new Map<string, string>();
const places = [
  '*.md',
  'docs/**/*.md',
  '{apps,packages}/*/README.md',
  'prisma/README.md',
  'bench/*.md',
  'templates/**/*.md',
];
for await (const path of glob(places, {
  cwd: ROOT,
  exclude: (name) => name === 'node_modules' || name === 'sample',
}))
  pages.set(path.replaceAll('\\', '/'), await read(path));
const paths = [...pages.keys()].sort();

/** Text of fenced code blocks in a language. */
const blocks = (page: string, language: string): string[] =>
  [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text!);
const withoutBlocks = (page: string): string => page.replace(/^```.*?^```$/gms, '');

test('there are pages', () => {
  expect(paths).toEqual(
    expect.arrayContaining(['README.md', 'docs/concepts.md', 'packages/engine/README.md']),
  );
});

describe('docs/reference/nodes.md', () => {
  test('is what the specs say; `npm run gen` writes it', async () => {
    expect(await readFile(REFERENCE, 'utf8')).toBe(nodesReference(registry.list()));
  });
});

describe('docs/reference/api.md', () => {
  test('is what the router and the table of rights say; `npm run gen` writes it', async () => {
    expect(await readFile(API_REFERENCE, 'utf8')).toBe(await apiReference());
  });
});

describe('the command line', () => {
  const program = buildProgram(async () => {});
  const commands = leaves(program).filter(([name]) => !/\bhelp$/.test(name));

  test.each(['docs/reference/cli.md', 'README.md', 'apps/cli/README.md'])(
    '%s names every command',
    (path) => {
      const missing = commands.filter(([name]) => !new RegExp(`\\b${name}\\b`).test(pages.get(path)!));
      expect(missing.map(([name]) => name)).toEqual([]);
    },
  );

  test('docs/reference/cli.md names every option', () => {
    const options = commands.flatMap(([name, { options: list }]) => list.map(({ flags }) => [name, flags]));
    const missing = options.filter(([, flags]) => !pages.get('docs/reference/cli.md')!.includes(flags!));
    expect(missing).toEqual([]);
  });

  test.each(paths)('%s shows only commands that parse', async (path) => {
    for (const line of blocks(pages.get(path)!, 'sh').flatMap(commandLines))
      await parses(line).catch((error: Error) => expect.fail(`${line}: ${error.message}`));
  });

  test('a misspelt command or option would be noticed', async () => {
    await expect(parses('weft rum quick-start')).rejects.toThrow('unknown command');
    await expect(parses('weft run quick-start --sett a.b=1')).rejects.toThrow('unknown option');
  });
});

/** Commands that do something, by their full name. */
function leaves(command: Command, above = ''): [string, Command][] {
  return command.commands.flatMap((child) => {
    const name = `${above}${child.name()}`;
    return child.commands.length === 0 ? [[name, child] as [string, Command]] : leaves(child, `${name} `);
  });
}

/** Calls of `weft` in a block, lines that end in a backslash joined. */
const commandLines = (block: string): string[] =>
  block
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => /^(npx )?weft /.test(line));

async function parses(line: string): Promise<void> {
  const words = [...line.matchAll(/'([^']*)'|((?:"[^"]*"|\S)+)/g)].map(([, quoted, word]) => quoted ?? word!);
  const program = buildProgram(async () => {});
  const quiet = (command: Command): void => {
    command.configureOutput({ writeErr: () => {}, writeOut: () => {} }).exitOverride();
    command.commands.forEach(quiet);
  };
  quiet(program);
  await program.parseAsync(words.slice(words.indexOf('weft') + 1), { from: 'user' });
}

describe('links', () => {
  test.each(paths)('%s links to files and headings that are there', async (path) => {
    const bad: string[] = [];
    for (const [, target] of withoutBlocks(pages.get(path)!).matchAll(
      /\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g,
    )) {
      if (target === undefined || /^[a-z]+:/.test(target)) continue;
      const [file, anchor] = target.split('#') as [string, string | undefined];
      const location = file === '' ? path : join(dirname(path), file).replaceAll('\\', '/');
      const found = await stat(resolve(ROOT, location)).catch(() => null);
      if (found === null) bad.push(target);
      else if (anchor !== undefined && !anchors(pages.get(location) ?? (await read(location))).has(anchor))
        bad.push(target);
    }
    expect(bad).toEqual([]);
  });
});

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): Set<string> {
  return new Set(
    [...withoutBlocks(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('docs/writing-a-node.md quotes the files of the example as they are', async () => {
  const page = pages.get('docs/writing-a-node.md')!;
  for (const file of ['spec.ts', 'execute.ts', 'execute.test.ts', 'document.json'])
    expect(page).toContain(`\n${await read(`docs/examples/redact/${file}`)}\`\`\``);
});

test('docs/durability.md lists every crash point and no other', () => {
  const listed = [...pages.get('docs/durability.md')!.matchAll(/^\|[^|]*\|\s*`([a-z]+:[a-z-]+)`\s*\|/gm)];
  expect(listed).toHaveLength(PROBES.length);
  expect(new Set(listed.map(([, name]) => name))).toEqual(new Set(PROBES));
});

test('docs/reference/documents.md explains every diagnostic', () => {
  const page = pages.get('docs/reference/documents.md')!;
  expect(DIAGNOSTIC_CODES.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test('docs/README.md links to every page of the documentation', () => {
  const index = pages.get('docs/README.md')!;
  const missing = paths.filter(
    (path) =>
      path.startsWith('docs/') &&
      path !== 'docs/README.md' &&
      !index.includes(`(${path.slice('docs/'.length)})`),
  );
  expect(missing).toEqual([]);
});
