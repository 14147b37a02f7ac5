import { NodeError, tableInput, type NodeContext, type Row, type TableInput } from '@weft/engine/node';
import type { LayersData } from '@weft/ml/train';

const NUMERIC = new Set(['int', 'float', 'bool']);

/** @throws NodeError (input) naming the column or row that cannot be learned from. */
export async function readData(
  ctx: Pick<NodeContext, 'inputs' | 'signal'>,
  params: { target: string; columns: readonly string[] },
): Promise<LayersData> {
  const table = tableInput(ctx.inputs, 'rows');
  const { target } = params;
  const kind = table.columns[target];
  if (kind === undefined || (kind !== 'string' && !NUMERIC.has(kind)))
    throw new NodeError(
      'input',
      'layers.target',
      `the target column "${target}" ${kind === undefined ? 'is missing' : `holds ${kind}`}; it has to hold texts or numbers (columns: ${Object.keys(table.columns).join(', ')})`,
    );
  const columns = inputColumns(table, params);
  const inputs: number[][] = [];
  const targets: (string | number)[] = [];
  for await (const batch of table.batches(1024, [...columns, target])) {
    ctx.signal.throwIfAborted();
    for (const row of batch) {
      inputs.push(inputOf(row, { columns, at: inputs.length, width: inputs[0]?.length }));
      targets.push(targetOf(row[target], target, targets.length));
    }
  }
  if (inputs.length === 0)
    throw new NodeError('input', 'layers.no_rows', 'input "rows" holds no rows to learn from');
  const labels = kind === 'string' ? [...new Set(targets as string[])].sort() : null;
  const place = new Map(labels?.map((label, at) => [label, at]));
  const width = inputs[0]!.length;
  const flat = new Float32Array(inputs.length * width);
  for (const [at, values] of inputs.entries()) flat.set(values, at * width);
  return {
    rows: inputs.length,
    width,
    inputs: flat,
    labels,
    targets: Float32Array.from(targets, (value) => (typeof value === 'string' ? place.get(value)! : value)),
    columns,
  };
}

function inputColumns(
  table: TableInput,
  { target, columns }: { target: string; columns: readonly string[] },
): readonly string[] {
  const usable = (name: string): boolean =>
    NUMERIC.has(table.columns[name]!) || table.columns[name] === 'vector';
  const unusable = columns.find((name) => table.columns[name] === undefined || !usable(name));
  if (unusable !== undefined)
    throw new NodeError(
      'input',
      'layers.column',
      `column "${unusable}" ${table.columns[unusable] === undefined ? 'is missing' : `holds ${table.columns[unusable]}`}; inputs have to be numbers or vectors`,
    );
  if (columns.length > 0) return columns;
  if (table.columns.vector === 'vector') return ['vector'];
  const numeric = Object.keys(table.columns).filter(
    (name) => NUMERIC.has(table.columns[name]!) && name !== target,
  );
  if (numeric.length === 0)
    throw new NodeError(
      'input',
      'layers.no_inputs',
      `input "rows" has no column "vector" and no numeric column beside the target; it has ${Object.keys(table.columns).join(', ')}`,
    );
  return numeric;
}

function inputOf(
  row: Row,
  { columns, at, width }: { columns: readonly string[]; at: number; width: number | undefined },
): number[] {
  const values = columns.flatMap((name) => {
    const cell = row[name];
    if (cell instanceof Float32Array) return [...cell];
    return [typeof cell === 'boolean' ? Number(cell) : cell];
  });
  if (!values.every((value): value is number => typeof value === 'number' && Number.isFinite(value)))
    throw new NodeError(
      'input',
      'layers.not_a_number',
      `row ${at} has an empty or infinite value among ${columns.join(', ')}: fill or leave out such rows`,
    );
  if (width !== undefined && values.length !== width)
    throw new NodeError(
      'input',
      'layers.width',
      `row ${at} gives ${values.length} numbers and the first row ${width}`,
    );
  return values;
}

function targetOf(cell: unknown, column: string, at: number): string | number {
  if (typeof cell === 'string' || (typeof cell === 'number' && Number.isFinite(cell))) return cell;
  if (typeof cell === 'boolean') return Number(cell);
  throw new NodeError('input', 'layers.no_target', `row ${at} has no value in the target column "${column}"`);
}
