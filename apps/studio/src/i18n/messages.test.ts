import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { i18n } from './index.ts';
import { literalsOf } from './literals.ts';

const STUDIO = join(import.meta.dirname, '..');
const NODES = join(import.meta.dirname, '../../../../packages/nodes/src');
/** Pages for looking at parts while they are made are for us. */
const STORIES = /[/\\]testing[/\\]/;

async function filesIn(folder: string, pattern: string): Promise<string[]> {
  const names = await Array.fromAsync(glob(pattern, { cwd: folder }));
  return names.map((name) => join(folder, name)).filter((path) => !STORIES.test(path));
}

describe('a string in a component', () => {
  it('is found wherever people would read it', () => {
    const source = `
      export const A = ({ on, t }) => (
        <p title="a title" className="not read" data-x="nor this">
          Some text {on ? 'yes' : t('no')} {on && \`so \${on}\`} {'·'} {1}
          <Button label={on ? t('a') : 'b'} kind="c" />
        </p>
      );
      toast('told');`;
    expect(literalsOf('a.tsx', source).map(({ text }) => text)).toEqual([
      'a title',
      'Some text',
      'yes',
      'so',
      'b',
      'told',
    ]);
  });

  it('comes from messages, in every component of the studio and every view of a node', async () => {
    const paths = [...(await filesIn(STUDIO, '**/*.tsx')), ...(await filesIn(NODES, '**/*.tsx'))];
    expect(paths.length).toBeGreaterThan(50);
    const found: string[] = [];
    for (const path of paths)
      for (const { line, text } of literalsOf(path, await readFile(path, 'utf8')))
        found.push(`${relative(STUDIO, path)}:${line} ${JSON.stringify(text)}`);
    expect(found).toEqual([]);
  });
});

describe('messages', async () => {
  for (const path of await filesIn(STUDIO, '**/messages.ts')) await import(path);
  const bundle = (language: string, namespace: string) =>
    i18n.getResourceBundle(language, namespace) as Readonly<Record<string, string>>;
  const namespaces = Object.keys(i18n.store.data['en'] ?? {});
  const holes = (text: string) => [...new Set(text.match(/\{\{.*?\}\}/g))].toSorted();

  it('are there', () => {
    expect(namespaces.length).toBeGreaterThan(10);
  });

  it.each(namespaces)('of %s say something in both languages, with the same places to fill', (namespace) => {
    const zh = bundle('zh', namespace);
    for (const [key, text] of Object.entries(bundle('en', namespace))) {
      expect({ key, text: text.trim() }).not.toEqual({ key, text: '' });
      expect({ key, text: zh[key]?.trim() ?? '' }).not.toEqual({ key, text: '' });
      expect({ key, holes: holes(zh[key]!) }).toEqual({ key, holes: holes(text) });
    }
  });
});
