import type { Json } from '@weft/engine/graph';
import {
  filesInput,
  NodeError,
  tableInput,
  type FilesInput,
  type NodeContext,
  type NodeResult,
  type Row,
} from '@weft/engine/node';
import type { Classifier } from '@weft/ml/inference';
import { excerpt } from '../lib/excerpt.ts';
import { latency } from '../lib/latency.ts';
import { writeReport } from '../lib/report.ts';
import { classificationTally, type Figures } from './tally.ts';

/** Rows per call of the model: enough to fill its matrix products, and a cancel is noticed within a second. */
const BATCH = 256;
/** Characters of a text that the report quotes. */
const QUOTE = 300;
const EXAMPLE_COLUMNS = { text: 'string', label: 'string' } as const;

/** Classifies the rows of input "rows" with the model that `open` finds in input "model". */
export async function evaluateClassification(
  ctx: NodeContext<{ worst_examples: number; latency_samples: number }>,
  open: (files: FilesInput) => Promise<Classifier>,
): Promise<NodeResult> {
  const modelFiles = filesInput(ctx.inputs, 'model');
  const rows = tableInput(ctx.inputs, 'rows', EXAMPLE_COLUMNS);
  const writer = ctx.table({ ...EXAMPLE_COLUMNS, predicted: 'string', confidence: 'float', correct: 'bool' });
  const classifier = await open(modelFiles);
  try {
    const tally = classificationTally(classifier.labels, ctx.params.worst_examples);
    let at = 0;
    let unlabelled = 0;
    for await (const batch of rows.batches(BATCH)) {
      ctx.signal.throwIfAborted();
      const examples = batch.map((row, i) => ({ row, at: at + i })).filter(({ row }) => row.label !== null);
      const answers = examples.length === 0 ? [] : await classifier.predict(examples.map(({ row }) => row));
      await writer.write(
        examples.map(({ row, at: index }, i) => {
          const answer = answers[i]!;
          const example = { row: index, text: textOf(row), label: row.label as string };
          const told = tally.add({ ...example, text: excerpt(example.text, QUOTE) }, answer);
          return { text: example.text, label: example.label, predicted: answer.label, ...told };
        }),
      );
      at += batch.length;
      unlabelled += batch.length - examples.length;
      ctx.progress(at, rows.rows, 'rows');
    }
    if (at === unlabelled)
      throw new NodeError(
        'input',
        'evaluate.no_examples',
        `there is nothing to measure: the ${at} rows on input "rows" hold no label; wire a table with labelled rows`,
      );
    if (unlabelled > 0) ctx.warn('rows without a label were left out', unlabelled);
    const figures = tally.figures();
    if (figures.unknownLabels.length > 0)
      ctx.warn(
        `rows have labels the model does not know, and count as wrong: ${figures.unknownLabels.slice(0, 5).join(', ')}`,
        figures.metrics.unknown_label_examples,
      );
    const report = await writeReport(ctx, {
      about: 'classification',
      metrics: figures.metrics,
      measured: { model: modelFiles.ref.hash, rows: rows.ref.hash },
      details: details(figures),
    });
    const predictions = await writer.close();
    const sample = await rows.read({ to: Math.min(rows.rows, 10_000) });
    const times = await latency(sample, ctx.params.latency_samples, (row) => classifier.predict([row]));
    return { outputs: { report, predictions }, metrics: { ...figures.metrics, ...times } };
  } finally {
    await classifier.close();
  }
}

const textOf = (row: Row): string => (typeof row.text === 'string' ? row.text : '');

/** The report's members. `confusion[truth][predicted]` and `labels` share one order; `classes` is by name for gates. */
function details({ labels, unknownLabels, scores, confusion, calibration, worst }: Figures): {
  [member: string]: Json;
} {
  return {
    labels: [...labels],
    unknown_labels: [...unknownLabels],
    classes: Object.fromEntries(labels.map((label, i) => [label, { ...scores[i]! }])),
    confusion: confusion.counts.map((row) => [...row]),
    reliability: calibration.bins.map((bin) => ({ ...bin })),
    worst: worst.map((mistake) => ({ ...mistake })),
  };
}
