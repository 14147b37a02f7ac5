import type { Json } from '@weft/engine/graph';
import {
  filesInput,
  NodeError,
  tableInput,
  type FilesInput,
  type NodeContext,
  type NodeResult,
  type TableInput,
} from '@weft/engine/node';
import { excerpt } from '../excerpt.ts';
import { latency } from '../latency.ts';
import { writeReport } from '../report.ts';
import { documentNames } from '../documentNames.ts';
import { cutoffs, retrievalFigures } from './figures.ts';
import { rankDocuments, type Hit, type SearchIndex } from './rankDocuments.ts';

export interface RetrievalParams {
  readonly k: number;
  readonly question_column: string;
  readonly document_column: string;
  readonly worst_examples: number;
  readonly latency_samples: number;
}

interface Question {
  readonly question: string;
  /** As it is called in the index. */
  readonly document: string;
}

/** Questions per search: an index may embed and look up a batch on several threads. */
const BATCH = 64;
/** How many names an error lists before it says how many more there are. */
const NAMED = 5;

/** A hit as the answers list it; `at` counts from 0. Versions of the node differ in it. */
export type ListedHit = (hit: Hit, at: number) => { [key: string]: Json };

/** Asks the index that `open` finds in input "index" the questions of input "questions". */
export async function evaluateRetrieval(
  ctx: NodeContext<RetrievalParams>,
  open: (files: FilesInput) => Promise<SearchIndex>,
  listed: ListedHit,
): Promise<NodeResult> {
  const { k, question_column, document_column } = ctx.params;
  const indexFiles = filesInput(ctx.inputs, 'index');
  const table = tableInput(ctx.inputs, 'questions', {
    [question_column]: 'string',
    [document_column]: 'string',
  });
  const index = await open(indexFiles);
  try {
    const questions = await readQuestions(ctx, table, index.documents());
    const tops: Hit[][] = [];
    for (let at = 0; at < questions.length; at += BATCH) {
      ctx.signal.throwIfAborted();
      const batch = questions.slice(at, at + BATCH).map(({ question }) => question);
      tops.push(...(await rankDocuments(index.search.bind(index), batch, k)));
      ctx.progress(tops.length, questions.length, 'questions');
    }
    const ranks = questions.map(({ document }, i) => {
      const at = tops[i]!.findIndex((hit) => hit.document === document);
      return at === -1 ? null : at + 1;
    });
    const metrics = retrievalFigures(ranks, k);
    const marks = cutoffs(k);
    const answers = ctx.table({
      question: 'string',
      document: 'string',
      rank: 'int',
      ...Object.fromEntries(marks.map((c) => [`hit${c}`, 'bool' as const])),
      top: 'json',
    });
    await answers.write(
      questions.map(({ question, document }, i) => ({
        question,
        document,
        rank: ranks[i]!,
        ...Object.fromEntries(marks.map((c) => [`hit${c}`, (ranks[i] ?? Infinity) <= c])),
        top: tops[i]!.map(listed),
      })),
    );
    const report = await writeReport(ctx, {
      about: 'retrieval',
      metrics,
      measured: { index: indexFiles.ref.hash, questions: table.ref.hash },
      details: { k, worst: worst(questions, { ranks, tops, listed }).slice(0, ctx.params.worst_examples) },
    });
    const outputs = { report, answers: await answers.close() };
    const times = await latency(questions, ctx.params.latency_samples, ({ question }) =>
      index.search([question], k),
    );
    return { outputs, metrics: { ...metrics, ...times } };
  } finally {
    await index.close();
  }
}

/** The questions with their documents as the index calls them. Rows that leave either empty are left out, said so. */
async function readQuestions(
  ctx: NodeContext<RetrievalParams>,
  table: TableInput,
  documents: readonly string[],
): Promise<Question[]> {
  const { question_column, document_column } = ctx.params;
  const find = documentNames(documents);
  const questions: Question[] = [];
  const problems = { unknown: new Set<string>(), ambiguous: new Set<string>() };
  let empty = 0;
  for (const row of await table.read({ columns: [question_column, document_column] })) {
    const question = (row[question_column] as string | null)?.trim() ?? '';
    const name = (row[document_column] as string | null) ?? '';
    if (question === '' || name.trim() === '') {
      empty += 1;
      continue;
    }
    const meaning = find(name);
    if ('problem' in meaning) problems[meaning.problem].add(name);
    else questions.push({ question, document: meaning.document });
  }
  if (problems.unknown.size + problems.ambiguous.size > 0)
    throw new NodeError('input', 'evaluate.unknown_document', unknownDocuments(problems, documents));
  if (questions.length === 0)
    throw new NodeError(
      'input',
      'evaluate.no_questions',
      `there is nothing to measure: none of the ${table.rows} rows on input "questions" has both a question in column "${question_column}" and a document in column "${document_column}"`,
    );
  if (empty > 0) ctx.warn('rows without a question or a document were left out', empty);
  return questions;
}

function unknownDocuments(
  { unknown, ambiguous }: { unknown: Set<string>; ambiguous: Set<string> },
  documents: readonly string[],
): string {
  const some = (names: Iterable<string>): string => {
    const all = [...names];
    const rest = all.length - NAMED;
    return all.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  };
  return [
    ...(unknown.size > 0
      ? [
          `questions name documents that are not in the index: ${some(unknown)} (it holds ${some(documents) || 'none'})`,
        ]
      : []),
    ...(ambiguous.size > 0
      ? [`several documents have these file names, write their paths instead: ${some(ambiguous)}`]
      : []),
  ].join('; ');
}

/** Not found first, then by rank downwards; those answered right are not listed. */
function worst(
  questions: readonly Question[],
  { ranks, tops, listed }: { ranks: readonly (number | null)[]; tops: readonly Hit[][]; listed: ListedHit },
): { [key: string]: Json }[] {
  return (
    questions
      .map(({ question, document }, i) => ({
        question: excerpt(question, 300),
        document,
        rank: ranks[i]!,
        top: tops[i]!.slice(0, 3).map(listed),
      }))
      .filter(({ rank }) => rank !== 1)
      // Two that were not found give NaN, which keeps them in order.
      .sort((a, b) => (b.rank ?? Infinity) - (a.rank ?? Infinity) || 0)
  );
}
