import {
  filesInput,
  NodeError,
  tableInput,
  type NodeContext,
  type Row,
  type TableInput,
} from '@weft/engine/node';
import { openTextFeatures } from '@weft/ml/inference';
import { FEATURES_FILE, textFeatures, type TextFeatures } from '@weft/ml/models';
import { CLASSIFICATION_FEATURES, encodeTfidf, fitTfidf } from '@weft/ml/text';
import type { Examples } from '@weft/ml/train';

export interface ReadExamples extends Examples {
  /** Rows left out because they have no label. */
  readonly unlabelled: number;
}

/**
 * Reads the labelled rows and everything that describes them. Texts are read when a feature model is wired or when
 * there are no vectors; in the latter case their features are learned from the rows.
 * @throws NodeError (input) when there is nothing to learn, or what is wired does not belong together.
 */
export async function readExamples(ctx: Pick<NodeContext, 'inputs' | 'signal'>): Promise<ReadExamples> {
  const rows = tableInput(ctx.inputs, 'rows', { label: 'string' });
  const embeddings = ctx.inputs.embeddings && tableInput(ctx.inputs, 'embeddings', { vector: 'vector' });
  const vectorsFrom = embeddings ?? (rows.columns.vector === 'vector' ? rows : undefined);
  const readsText = ctx.inputs.features !== undefined || vectorsFrom === undefined;
  if (readsText) tableInput(ctx.inputs, 'rows', { text: 'string' });
  if (embeddings && embeddings.rows !== rows.rows)
    throw new NodeError(
      'input',
      'train.rows_differ',
      `input "embeddings" has ${embeddings.rows} rows and input "rows" ${rows.rows}: wire the embeddings of these very rows`,
    );

  const columns = ['label', 'text', 'vector'].filter((name) => rows.columns[name] !== undefined);
  const labels: string[] = [];
  const texts: string[] = [];
  const vectors: Float32Array[] = [];
  let at = 0;
  let unlabelled = 0;
  for await (const batch of rows.batches(1024, columns)) {
    ctx.signal.throwIfAborted();
    const beside = embeddings ? await alignedBatch(embeddings, batch, at) : batch;
    for (const [i, row] of batch.entries()) {
      if (typeof row.label !== 'string') {
        unlabelled++;
        continue;
      }
      labels.push(row.label);
      if (readsText) texts.push(typeof row.text === 'string' ? row.text : '');
      if (vectorsFrom) vectors.push(vectorAt(beside[i], at + i, vectors[0]?.length));
    }
    at += batch.length;
  }
  const names = [...new Set(labels)].sort();
  if (names.length < 2)
    throw new NodeError(
      'input',
      'train.one_label',
      `a classifier needs rows of at least two labels; input "rows" has ${labels.length} labelled rows${names.length === 1 ? `, all "${names[0]}"` : ''}`,
    );
  const place = new Map(names.map((name, index) => [name, index]));
  return {
    labels: names,
    classes: Int32Array.from(labels, (label) => place.get(label)!),
    text: readsText ? await featuresOf(ctx, texts) : null,
    vectors: vectorsFrom ? stacked(vectors) : null,
    unlabelled,
  };
}

/** The embeddings of `batch`. Texts, where both tables have them, show whether the rows are the same ones. */
async function alignedBatch(embeddings: TableInput, batch: readonly Row[], from: number): Promise<Row[]> {
  const columns = ['vector', ...(embeddings.columns.text === 'string' ? ['text'] : [])];
  const beside = await embeddings.read({ from, to: from + batch.length, columns });
  for (const [i, row] of batch.entries()) {
    const other = beside[i]?.text;
    if (typeof other === 'string' && typeof row.text === 'string' && other !== row.text)
      throw new NodeError(
        'input',
        'train.rows_differ',
        `row ${from + i} of inputs "rows" and "embeddings" holds different texts: wire the embeddings of these very rows`,
      );
  }
  return beside;
}

function vectorAt(row: Row | undefined, at: number, size: number | undefined): Float32Array {
  const vector = row?.vector;
  if (!(vector instanceof Float32Array) || vector.length === 0)
    throw new NodeError('input', 'train.no_vector', `row ${at} has no vector: embed all rows`);
  if (size !== undefined && vector.length !== size)
    throw new NodeError(
      'input',
      'train.vector_size',
      `the vector of row ${at} has ${vector.length} numbers and the first one ${size}: embed all rows the same way`,
    );
  if (!vector.every(Number.isFinite))
    throw new NodeError('input', 'train.vector_not_finite', `the vector of row ${at} holds NaN or infinity`);
  return vector;
}

function stacked(vectors: readonly Float32Array[]): { size: number; data: Float32Array } {
  const size = vectors[0]!.length;
  const data = new Float32Array(vectors.length * size);
  for (const [at, vector] of vectors.entries()) data.set(vector, at * size);
  return { size, data };
}

async function featuresOf(
  { inputs }: Pick<NodeContext, 'inputs'>,
  texts: readonly string[],
): Promise<NonNullable<Examples['text']>> {
  const { features, file } = await openOrFit(inputs, texts);
  const rows = features.featurize(texts);
  if (rows.ids.length === 0)
    throw new NodeError(
      'input',
      'train.no_features',
      'the texts hold no feature to learn from: they are empty, or the wired features were learned from other texts',
    );
  return { rows, dimension: features.dimension, file };
}

async function openOrFit(
  inputs: NodeContext['inputs'],
  texts: readonly string[],
): Promise<{ features: TextFeatures; file: Uint8Array }> {
  if (inputs.features !== undefined) {
    const files = filesInput(inputs, 'features');
    return { features: await openTextFeatures(files), file: await files.read(FEATURES_FILE) };
  }
  const model = fitTfidf(texts, CLASSIFICATION_FEATURES);
  return { features: textFeatures(model), file: encodeTfidf(model) };
}
