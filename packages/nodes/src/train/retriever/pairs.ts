import { NodeError, tableInput, type NodeContext } from '@weft/engine/node';
import { documentNames } from '../../evaluate/lib/documentNames.ts';
import type { Pair } from '@weft/ml/train';

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
