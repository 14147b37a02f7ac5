import { z } from 'zod';
import { DOCUMENT_LIMITS, DOCUMENT_VERSION, graphDocument, type GraphDocument } from './document.ts';
import type { Diagnostic } from './diagnostics.ts';
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
    return refused({
      code: 'document.not_json',
      message: `The document is not JSON: ${(error as Error).message}`,
      help: 'Check the file; an exported document is one JSON object.',
    });
  }
  return readDocument(value);
}

/** A JSON value → document. Unknown keys are refused: a misspelt field must not be silently ignored. */
export function readDocument(value: unknown): Parsed {
  const head = z.looseObject({ format: z.string(), formatVersion: z.int() }).safeParse(value);
  if (head.success && head.data.formatVersion > DOCUMENT_VERSION)
    return refused({
      code: 'document.future_version',
      message: `The document has format version ${head.data.formatVersion}; this Weft knows up to ${DOCUMENT_VERSION}.`,
      help: 'Update Weft, or export the document again from the Weft that made it.',
      field: 'formatVersion',
    });
  const migrated = head.success ? migrateDocument(head.data) : value;
  const parsed = graphDocument.safeParse(migrated);
  if (!parsed.success)
    return refused(...parsed.error.issues.slice(0, 50).map((issue) => shapeDiagnostic(issue)));
  const document = parsed.data as GraphDocument;
  const nodes = Object.keys(document.nodes).length;
  const edges = Object.keys(document.edges).length;
  for (const [what, count] of Object.entries({ nodes, edges })) {
    const limit = DOCUMENT_LIMITS[what as 'nodes' | 'edges'];
    if (count > limit)
      return refused({
        code: 'document.too_large',
        message: `The document has ${count} ${what}; the limit is ${limit}.`,
        help: 'Split it into several documents.',
      });
  }
  return { document, diagnostics: [] };
}

function shapeDiagnostic(issue: z.core.$ZodIssue): Diagnostic {
  const path = issue.path.map(String);
  const [group, id, ...rest] = path;
  const place = path.length > 0 ? path.join('.') : 'the document';
  return {
    code: 'document.shape',
    message: `${place}: ${issue.message}`,
    help: 'Correct the field; `weft validate` shows the place again.',
    ...(group === 'nodes' && id !== undefined ? { node: id, field: rest.join('.') } : {}),
    ...(group === 'edges' && id !== undefined ? { edge: id, field: rest.join('.') } : {}),
    ...(group !== 'nodes' && group !== 'edges' && path.length > 0 ? { field: place } : {}),
  };
}
