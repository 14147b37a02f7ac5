import type { DocumentNode } from '@weft/engine/graph';
import { useCallback } from 'react';
import { registry, useGraph } from '../document/index.ts';
import { useLanguage, type Language } from '../i18n/index.ts';

/** What people call a node: its own title, else that of its type, else its id. */
export function titleOf(
  nodeId: string,
  {
    node,
    type,
    language,
  }: { node?: Pick<DocumentNode, 'title' | 'type'>; type?: string; language: Language },
): string {
  if (node?.title !== undefined && node.title !== '') return node.title;
  const named = node?.type ?? type;
  return (named === undefined ? undefined : registry.get(named)?.title[language]) ?? nodeId;
}

/** Titles as they are now; a node that is gone from the document is called by the type it had in the run. */
export function useTitles(): (nodeId: string, type?: string) => string {
  const { document } = useGraph();
  const language = useLanguage();
  return useCallback(
    (nodeId, type) =>
      titleOf(nodeId, { node: document.nodes[nodeId as keyof typeof document.nodes], type, language }),
    [document, language],
  );
}
