import { memoryArtifactStore, runNode, tableOf, type NodeRun } from '@weft/engine/testing';
import { csvTokenizer } from '../ingest/lib/table/csvTokenizer.ts';
import { openClassifier } from '@weft/ml/inference';
import { publicData } from '@weft/ml/testing';
import { executor } from './classifier/execute.ts';
import { spec } from './classifier/spec.ts';

export interface LabelledText {
  readonly [column: string]: string;
  readonly text: string;
  readonly label: string;
}

/** banking77 (Casanueva et al. 2020): 10,003 training and 3,080 test questions of 77 intents; undefined when absent. */
export function banking77(part: 'train' | 'test'): LabelledText[] | undefined {
  const csv = publicData(`banking77/${part}.csv`);
  if (csv === undefined) return undefined;
  const tokenizer = csvTokenizer(',', { rowChars: 100_000, columns: 2 });
  const [, ...rows] = [...tokenizer.push(csv), ...tokenizer.end()];
  return rows.flatMap((row) => ('fields' in row ? [{ text: row.fields[0]!, label: row.fields[1]! }] : []));
}

/** Trains with these params on one set of texts and answers another. */
export async function trainAndTest(options: {
  readonly train: readonly LabelledText[];
  readonly test: readonly LabelledText[];
  readonly params?: Record<string, unknown>;
  readonly seed?: number;
}): Promise<{ ran: NodeRun; accuracy: number; confidence: number }> {
  const { train, test, params, seed } = options;
  const store = memoryArtifactStore();
  const rows = await tableOf(store, { text: 'string', label: 'string' }, train);
  const ran = await runNode({ spec, executor, store, params, inputs: { rows }, seed });
  const classifier = await openClassifier(await ran.files('model'));
  const answers = await classifier.predict(test);
  await classifier.close();
  const right = answers.filter(({ label }, at) => label === test[at]!.label).length;
  const sure = answers.reduce((sum, { probabilities }) => sum + Math.max(...probabilities), 0);
  return { ran, accuracy: right / test.length, confidence: sure / test.length };
}
