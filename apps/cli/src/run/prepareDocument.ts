import type { Engine, Prepared } from '@weft/engine';
import type { SpecRegistry } from '@weft/engine/graph';
import type { Cli } from '../cli.ts';
import { loadDocument, type LoadedDocument } from '../document/load.ts';
import { invalidDocument, usageError } from '../errors.ts';
import { patiently } from '../patiently.ts';

/** Options of every command that takes a document. */
export interface DocumentOptions {
  readonly set?: readonly string[];
  readonly from?: string;
  readonly only?: string;
  readonly force?: boolean;
}

/**
 * The document that an argument names, if it can run. Needs no database, so that none is started for a document that
 * cannot.
 *
 * @throws CommandError (exit 2) listing everything that is wrong
 */
export async function loadRunnable(
  { parts, config }: Cli,
  argument: string,
  options: DocumentOptions,
): Promise<LoadedDocument> {
  const specs = await parts.loadSpecs();
  const { templatesDir } = parts;
  const { storeUrl } = config;
  const loaded = await loadDocument(argument, { specs, templatesDir, storeUrl, settings: options.set });
  await checkDocument(loaded, specs, options);
  return loaded;
}

/** @throws CommandError (exit 2) listing everything that is wrong. */
export async function checkDocument(
  { document, shown }: LoadedDocument,
  specs: SpecRegistry,
  selection: DocumentOptions = {},
): Promise<void> {
  const { compile, select } = await import('@weft/engine/compile');
  const compiled = compile(document, specs);
  if (compiled.plan === null) throw invalidDocument(shown, compiled.diagnostics);
  const selected = select(compiled.plan, selection);
  if (selected.plan === null) throw invalidDocument(shown, selected.diagnostics);
}

export function prepareOn(
  engine: Engine,
  { document, shown }: LoadedDocument,
  selection: DocumentOptions,
): Prepared {
  const { prepared, diagnostics } = engine.prepare(document, selection);
  if (prepared === null) throw invalidDocument(shown, diagnostics);
  return prepared;
}

/**
 * Work that looks at the files a document reads. Files that are not there or cannot be read are the person's to mend
 * (exit 2): nothing has been started then.
 */
export async function readingFiles<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await patiently(work);
  } catch (error) {
    const { code, kind, path, message } = error as NodeJS.ErrnoException & { kind?: string };
    if (kind === 'input') throw usageError(message);
    if (path === undefined || !['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR'].includes(code ?? '')) throw error;
    throw usageError(
      `The document reads ${path}, ${code === 'ENOENT' ? 'which is not there' : `which cannot be read (${code})`}.`,
      'Paths in a document are relative to its folder, those of --set to the current one.',
    );
  }
}
