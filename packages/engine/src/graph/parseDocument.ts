import { z } from 'zod';
import type { Diagnostic } from './diagnostics.ts';
import { DOCUMENT_LIMITS, DOCUMENT_VERSION, graphDocument, type GraphDocument } from './document.ts';
import { documentTroubles } from './documentTroubles.ts';
import { migrateDocument } from './migrations/index.ts';

export type Parsed =
  | { readonly document: GraphDocument; readonly diagnostics: readonly [] }
  | { readonly document: null; readonly diagnostics: readonly Diagnostic[] };

const refused = (...diagnostics: Diagnostic[]): Parsed => ({ document: null, diagnostics });

/** Text of a document file → document in the current format, or what is wrong with it. Never throws. */
export function parseDocument(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused(documentTroubles.notJson((error as Error).message));
  }
  return readDocument(value);
}

/** A JSON value → document. Unknown keys are refused: a misspelt field must not be silently ignored. */
export function readDocument(value: unknown): Parsed {
  const head = z.looseObject({ format: z.string(), formatVersion: z.int() }).safeParse(value);
  if (head.success && head.data.formatVersion > DOCUMENT_VERSION)
    return refused(documentTroubles.futureVersion(head.data.formatVersion));
  const migrated = head.success ? migrateDocument(head.data) : value;
  const parsed = graphDocument.safeParse(migrated);
  if (!parsed.success)
    return refused(...parsed.error.issues.slice(0, 50).map((issue) => documentTroubles.malformed(issue)));
  const document = parsed.data as GraphDocument;
  for (const what of ['nodes', 'edges'] as const) {
    const [count, limit] = [Object.keys(document[what]).length, DOCUMENT_LIMITS[what]];
    if (count > limit) return refused(documentTroubles.tooLarge({ what, count, limit }));
  }
  return { document, diagnostics: [] };
}
