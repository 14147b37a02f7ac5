import type { DocumentNode, NodeSpec } from '@weft/engine/graph';

/** Where in a document a text occurs. Pure; case and width of letters do not matter. */
export interface Hit {
  readonly nodeId: string;
  /** What of the node holds it: its title, its type, a param by name, its note. */
  readonly where:
    { readonly kind: 'title' | 'type' | 'note' } | { readonly kind: 'param'; readonly name: string };
  /** The line that holds it, cut to be shown, and where in it. */
  readonly line: string;
  readonly from: number;
  readonly length: number;
}

export interface SearchOptions {
  readonly nodes: Readonly<Record<string, DocumentNode>>;
  readonly order: readonly string[];
  readonly specOf: (node: DocumentNode) => NodeSpec | null;
  readonly language: 'en' | 'zh';
}

const MOST = 200;
const BEFORE = 24;
const SHOWN = 90;

/** Hits in reading order, at most 200. */
export function search(query: string, { nodes, order, specOf, language }: SearchOptions): Hit[] {
  const wanted = fold(query.trim());
  if (wanted === '') return [];
  const hits: Hit[] = [];
  for (const nodeId of order) {
    const node = nodes[nodeId];
    if (node === undefined) continue;
    const texts: (readonly [Hit['where'], string])[] = [
      [{ kind: 'title' }, node.title ?? specOf(node)?.title[language] ?? nodeId],
      [{ kind: 'type' }, node.type],
      ...Object.entries(node.params).map(
        ([name, value]) =>
          [{ kind: 'param', name }, typeof value === 'string' ? value : JSON.stringify(value)] as const,
      ),
      [{ kind: 'note' }, node.note ?? ''],
    ];
    for (const [where, text] of texts) {
      const found = find(text, wanted);
      if (found !== null) hits.push({ nodeId, where, ...found });
      if (hits.length === MOST) return hits;
    }
  }
  return hits;
}

function find(text: string, wanted: string): Pick<Hit, 'line' | 'from' | 'length'> | null {
  for (const line of text.split('\n')) {
    const at = fold(line).indexOf(wanted);
    if (at < 0) continue;
    const start = Math.max(0, at - BEFORE);
    const cut = line.slice(start, start + SHOWN);
    const mark = start > 0 ? '…' : '';
    return {
      line: `${mark}${cut}${start + SHOWN < line.length ? '…' : ''}`,
      from: at - start + mark.length,
      length: wanted.length,
    };
  }
  return null;
}

/** Folding must not change how long a text is, or hits would be marked beside where they are. */
const fold = (text: string): string => {
  const folded = text.toLowerCase();
  return folded.length === text.length ? folded : text;
};
