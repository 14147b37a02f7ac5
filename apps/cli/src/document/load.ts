import {
  didYouMean,
  mapDocumentPaths,
  parseDocument,
  type Diagnostic,
  type GraphDocument,
  type SpecRegistry,
} from '@weft/engine/graph';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { invalidDocument, usageError } from '../errors.ts';
import { applySettings, parseSetting } from './set.ts';
import { listTemplates } from './templates.ts';

export interface LoadedDocument {
  readonly document: GraphDocument;
  /** Names the document across runs. */
  readonly ref: string;
  /** As a person knows it: the template's name or the file's path. */
  readonly shown: string;
}

export interface LoadOptions {
  readonly specs: SpecRegistry;
  readonly templatesDir: string;
  /** `--set` arguments. */
  readonly settings?: readonly string[];
  /** The folder the shell is in. Default: the current one. */
  readonly cwd?: string;
}

/**
 * Reads the document that an argument names: a template's name, a file, or a folder with a document.json in it.
 * Paths in its params come out absolute.
 *
 * @throws CommandError (exit 2) when there is no such document or it is not one
 */
export async function loadDocument(argument: string, options: LoadOptions): Promise<LoadedDocument> {
  const { specs, templatesDir, settings = [], cwd = process.cwd() } = options;
  const found = await find(argument, templatesDir, cwd);
  const parsed = parseDocument(await readFile(found.file, 'utf8'));
  if (parsed.document === null) throw invalidDocument(found.shown, parsed.diagnostics);
  const folder = dirname(found.file);
  const located = mapDocumentPaths(parsed.document, specs, ({ path }) => resolve(folder, path));
  const { document, diagnostics } = withSettings(located, settings, { specs, base: cwd });
  if (diagnostics.length > 0) throw invalidDocument(found.shown, diagnostics);
  const ref =
    found.template !== null
      ? `template:${found.template}`
      : (document.id ?? `file:${found.file.replaceAll('\\', '/')}`);
  return { document, ref, shown: found.shown };
}

interface Found {
  readonly file: string;
  readonly template: string | null;
  readonly shown: string;
}

async function find(argument: string, templatesDir: string, cwd: string): Promise<Found> {
  const path = resolve(cwd, argument);
  const info = await stat(path).catch(() => null);
  const file = info?.isDirectory() ? join(path, 'document.json') : path;
  if (info?.isFile() || (info?.isDirectory() && (await isFile(file)))) {
    const shown = relative(cwd, file);
    return { file, template: null, shown: shown.startsWith('..') ? file : shown };
  }
  const slugs = await listTemplates(templatesDir);
  if (slugs.includes(argument))
    return { file: join(templatesDir, argument, 'document.json'), template: argument, shown: argument };
  const close = didYouMean(argument, slugs);
  throw usageError(
    /[/\\]|\.json$/.test(argument)
      ? `There is no file ${path}.`
      : `"${argument}" is neither a template nor a file.`,
    close === null
      ? `Templates are ${slugs.join(', ') || 'none so far'}; \`weft templates\` describes them.`
      : `Did you mean "${close}"?`,
  );
}

const isFile = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (info) => info.isFile(),
    () => false,
  );

function withSettings(
  document: GraphDocument,
  texts: readonly string[],
  options: { specs: SpecRegistry; base: string },
): { document: GraphDocument; diagnostics: readonly Diagnostic[] } {
  const settings = texts.map((text) => {
    const setting = parseSetting(text);
    if (setting === null)
      throw usageError(`--set ${text}: that is not node.param=value.`, 'For example: --set split.size=300');
    return setting;
  });
  return applySettings(document, settings, options);
}
