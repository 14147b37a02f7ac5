import type { ColumnType } from '@weft/engine/graph';
import { NodeError, type Cell, type Row } from '@weft/engine/node';
import { toCell } from './columnTypes.ts';

/** Where a column of the file goes, and as what. */
export interface PlannedColumn {
  readonly from: string;
  readonly name: string;
  readonly type: ColumnType;
  /** A row without a value here is bad. */
  readonly required: boolean;
}

export interface ShapeParams {
  readonly text_column: string;
  readonly label_column: string;
  readonly types: Readonly<Record<string, ColumnType>>;
}

/**
 * Names and types of the output's columns. The text and label columns take the names other nodes look for; a column
 * that already has such a name makes way as "text_original".
 *
 * @throws NodeError (input) naming a column that is asked for and not there
 */
export function planColumns(
  columns: readonly string[],
  inferred: readonly ColumnType[],
  params: ShapeParams,
): PlannedColumn[] {
  const roles = new Map<string, string>();
  if (params.text_column !== '') roles.set(params.text_column, 'text');
  if (params.label_column !== '') {
    if (params.label_column === params.text_column)
      throw new NodeError('input', 'ingest.columns', 'text_column and label_column name the same column');
    roles.set(params.label_column, 'label');
  }
  for (const name of [...roles.keys(), ...Object.keys(params.types)]) {
    if (columns.includes(name)) continue;
    const there = columns.slice(0, 20).join(', ');
    throw new NodeError(
      'input',
      'ingest.no_such_column',
      `the file has no column "${name}"; it has ${there}`,
    );
  }
  const reserved = new Set(roles.values());
  const taken = new Set([...reserved, ...columns]);
  return columns.map((from, i) => {
    const role = roles.get(from);
    if (role !== undefined) return { from, name: role, type: 'string', required: true };
    let name = from;
    if (reserved.has(from)) {
      name = `${from}_original`;
      for (let n = 2; taken.has(name); n++) name = `${from}_original_${n}`;
      taken.add(name);
    }
    // A column may be called "constructor", which every object has.
    const type = Object.hasOwn(params.types, from) ? params.types[from]! : inferred[i]!;
    return { from, name, type, required: false };
  });
}

/** A record as a row of the table, or why it cannot be one. */
export function shapeRow(
  values: readonly unknown[],
  columns: readonly PlannedColumn[],
  textual: boolean,
): Row | string {
  const row: Row = {};
  for (let i = 0; i < columns.length; i++) {
    const { from, name, type, required } = columns[i]!;
    const cell: Cell | undefined = toCell(values[i], type, textual);
    if (cell === undefined) return `column "${from}": ${shown(values[i])} is no ${type}`;
    if (required && (cell === null || (cell as string).trim() === '')) return `column "${from}" is empty`;
    row[name] = cell;
  }
  return row;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'a missing value';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
