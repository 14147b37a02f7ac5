import { NodeError, tableInput, type NodeContext } from '@weft/engine/node';
import { documentNames } from '../../evaluate/lib/documentNames.ts';
import { Rng } from '../../onnx/index.ts';

export interface Pair {
  readonly question: string;
  /** As the index calls it. */
  readonly document: string;
}

/** How many unknown names an error lists. */
const NAMED = 5;

/** The questions with their documents, in the order of the table. Rows that leave either empty are left out, said so. */
export async function readPairs(
  ctx: Pick<NodeContext, 'inputs' | 'warn'>,
  documents: readonly string[],
  columns: { question_column: string; document_column: string },
): Promise<Pair[]> {
  const { question_column: question, document_column: document } = columns;
  const table = tableInput(ctx.inputs, 'pairs', { [question]: 'string', [document]: 'string' });
  const find = documentNames(documents);
  const pairs: Pair[] = [];
  const unknown = new Set<string>();
  let empty = 0;
  for (const row of await table.read({ columns: [question, document] })) {
    const asked = ((row[question] as string | null) ?? '').trim();
    const name = ((row[document] as string | null) ?? '').trim();
    if (asked === '' || name === '') {
      empty += 1;
      continue;
    }
    const meaning = find(name);
    if ('problem' in meaning) unknown.add(name);
    else pairs.push({ question: asked, document: meaning.document });
  }
  if (unknown.size > 0) {
    const some = [...unknown].slice(0, NAMED).join(', ');
    const rest = unknown.size > NAMED ? ` and ${unknown.size - NAMED} more` : '';
    throw new NodeError(
      'input',
      'train.unknown_document',
      `pairs name documents that are not in the index, or that several documents are called: ${some}${rest}`,
    );
  }
  if (empty > 0) ctx.warn('rows without a question or a document were left out', empty);
  return pairs;
}

/**
 * Which pairs are held out: whole documents in random order until `share` of the pairs is reached, at least one
 * document left for each side. A question about a document whose other questions were learned from would be too easy.
 */
export function heldOut(pairs: readonly Pair[], share: number, seed: number): Uint8Array {
  const documents = [...new Set(pairs.map(({ document }) => document))];
  Rng.seeded(seed, 'split').shuffle(documents);
  const sizes = new Map<string, number>();
  for (const { document } of pairs) sizes.set(document, (sizes.get(document) ?? 0) + 1);
  const held = new Set<string>();
  let count = 0;
  for (const document of documents) {
    if (count >= share * pairs.length || held.size >= documents.length - 1) break;
    held.add(document);
    count += sizes.get(document)!;
  }
  return Uint8Array.from(pairs, ({ document }) => (held.has(document) ? 1 : 0));
}
