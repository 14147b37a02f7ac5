import type { Columns, ColumnType, Json } from '@weft/engine/graph';
import type { Cell, Row } from '@weft/engine/node';

/** Deeper than data nests; what writes it later recurses. */
const MOST_DEPTH = 100;

/** What a person's code returned as a row of the output table, or why it is none. */
export function outputRow(value: unknown, columns: Columns): Row | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `map returned ${shown(value)} where a row (an object) is expected`;
  }
  const found = value as Record<string, unknown>;
  for (const name of Object.keys(found)) {
    if (!Object.hasOwn(columns, name))
      return `map returned "${name}", which is no column of the output; add it to columns`;
  }
  const row: Row = {};
  for (const [name, type] of Object.entries(columns)) {
    const cell = toCell(Object.hasOwn(found, name) ? found[name] : null, type);
    if (cell === undefined) return `column "${name}": ${shown(found[name])} is no ${type}`;
    row[name] = cell;
  }
  return row;
}

/** No conversions: a "7" in an int column is more likely a mistake than a number. */
function toCell(value: unknown, type: ColumnType): Cell | undefined {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'int':
      return Number.isSafeInteger(value) ? (value as number) : undefined;
    case 'float':
      return typeof value === 'number' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'json':
      return isDeeperThan(value, MOST_DEPTH) ? undefined : (value as Json);
    case 'vector':
      if (!Array.isArray(value) || value.length === 0) return undefined;
      return value.every((entry) => typeof entry === 'number')
        ? Float32Array.from(value as number[])
        : undefined;
  }
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((entry) => isDeeperThan(entry, levels - 1));
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Rows as JSON for the sandbox: a vector is a list of numbers in there. */
export function rowsAsJson(rows: readonly Row[]): string {
  return JSON.stringify(rows, (_key, value: unknown) =>
    value instanceof Float32Array ? Array.from(value) : value,
  );
}
