import type { Engine, Prepared } from '@weft/engine';
import type { SpecRegistry } from '@weft/engine/graph';
import type { LoadedDocument } from '../document/load.ts';
import { invalidDocument } from '../errors.ts';

/** Options of every command that takes a document. */
export interface DocumentOptions {
  readonly set?: readonly string[];
  readonly from?: string;
  readonly only?: string;
  readonly force?: boolean;
}

/** @throws CommandError (exit 2) listing everything that is wrong. Needs no database. */
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
