import type { DocumentPlace } from '../../shell/index.ts';

/** What somebody looks at in a document, as its address says it. How they look at it (canvas, notebook) is theirs. */
export function placeOf(search: URLSearchParams): DocumentPlace {
  const node = search.get('node') ?? undefined;
  const run = search.get('run') ?? undefined;
  return { ...(node !== undefined && { node }), ...(run !== undefined && { run }) };
}

export type PlaceKind = 'document' | 'document-node' | 'document-run' | 'document-node-run';

export function kindOf({ node, run }: DocumentPlace): PlaceKind {
  if (node !== undefined) return run === undefined ? 'document-node' : 'document-node-run';
  return run === undefined ? 'document' : 'document-run';
}
