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
import { parseUpload, uploadPath } from '@weft/server/uploads';
import { invalidDocument, usageError } from '../errors.ts';
import { applySettings, parseSetting } from './set.ts';
import { listTemplates } from './templates.ts';

export interface LoadedDocument {
  /** With absolute paths, ready to run. */
  readonly document: GraphDocument;
  /** As it was written, with what `--set` changed: what a version of it records. */
  readonly authored: GraphDocument;
  /** Names the document across runs. */
  readonly ref: string;
  /** As a person knows it: the template's name or the file's path. */
  readonly shown: string;
}

export interface LoadOptions {
  readonly specs: SpecRegistry;
  readonly templatesDir: string;
  /** The store, which holds files that people gave. Default: documents of the studio that read some cannot run. */
  readonly storeUrl?: string;
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
  const { specs, settings = [], cwd = process.cwd() } = options;
  const found = await find(argument, options.templatesDir, cwd);
  const parsed = parseDocument(await readFile(found.file, 'utf8'));
  if (parsed.document === null) throw invalidDocument(found.shown, parsed.diagnostics);
  const { document: authored, diagnostics } = withSettings(parsed.document, settings, { specs, base: cwd });
  if (diagnostics.length > 0) throw invalidDocument(found.shown, diagnostics);
  const folder = dirname(found.file);
  const document = mapDocumentPaths(authored, specs, ({ path }) => placeOf(path, folder, options));
  const ref =
    found.template !== null
      ? `template:${found.template}`
      : (document.id ?? `file:${found.file.replaceAll('\\', '/')}`);
  return { document, authored, ref, shown: found.shown };
}

/**
 * A path is relative to the document's folder. In a document that comes from the studio it may also be
 * `upload:<hash>/<name>`, a file given to the workspace, or `template:<slug>/<path>`, one that a template brings along.
 */
function placeOf(path: string, folder: string, { templatesDir, storeUrl }: LoadOptions): string {
  const [, slug, inside] = /^template:([a-z0-9][a-z0-9-]*)\/(.+)$/s.exec(path) ?? [];
  if (slug !== undefined) return resolve(templatesDir, slug, inside!);
  const upload = parseUpload(path);
  return upload === null || storeUrl === undefined ? resolve(folder, path) : uploadPath(storeUrl, upload);
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
