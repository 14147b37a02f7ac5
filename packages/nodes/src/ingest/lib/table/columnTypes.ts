import type { ColumnType, Json } from '@weft/engine/graph';
import type { Cell } from '@weft/engine/node';
import { nestsTooDeep } from './jsonDepth.ts';

/**
 * The narrowest type that holds every value of a column without changing it.
 *
 * Text: "007", "1e5x", a 20-digit id and a date stay text, since turning them into numbers would lose something;
 * there is no column type for time, so dates stay as written. A column with no values is text.
 */
export interface ColumnInference {
  /** Looks at one value; text of a CSV when `textual`. */
  see(value: unknown): void;
  type(): ColumnType;
}

const INT = 1;
const FLOAT = 2;
const BOOL = 4;
const JSON_TEXT = 8;
const ALL = INT | FLOAT | BOOL | JSON_TEXT;

const INT_PATTERN = /^[+-]?(?:0|[1-9]\d{0,14})$/;
const FLOAT_PATTERN = /^[+-]?(?:(?:0|[1-9]\d{0,14})(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const BOOL_PATTERN = /^(?:true|false|TRUE|FALSE|True|False)$/;

export function inferColumn(textual: boolean): ColumnInference {
  return textual ? inferFromText() : inferFromValues();
}

function inferFromText(): ColumnInference {
  let possible = ALL;
  let seen = false;
  return {
    see(value) {
      if (possible === 0 || value === '' || value === undefined) return;
      seen = true;
      const text = value as string;
      if (possible & INT && !INT_PATTERN.test(text)) possible &= ~INT;
      if (possible & FLOAT && !(FLOAT_PATTERN.test(text) && Number.isFinite(Number(text))))
        possible &= ~FLOAT;
      if (possible & BOOL && !BOOL_PATTERN.test(text)) possible &= ~BOOL;
      if (possible & JSON_TEXT && parseJson(text) === undefined) possible &= ~JSON_TEXT;
    },
    type() {
      if (!seen) return 'string';
      if (possible & INT) return 'int';
      if (possible & FLOAT) return 'float';
      if (possible & BOOL) return 'bool';
      return possible & JSON_TEXT ? 'json' : 'string';
    },
  };
}

function inferFromValues(): ColumnInference {
  const kinds = new Set<ColumnType>();
  return {
    see(value) {
      if (value === null || value === undefined) return;
      if (typeof value === 'number') kinds.add(Number.isSafeInteger(value) ? 'int' : 'float');
      else if (typeof value === 'boolean') kinds.add('bool');
      else if (typeof value === 'string') kinds.add('string');
      else kinds.add(value instanceof Float32Array ? 'vector' : 'json');
    },
    type() {
      if (kinds.size === 0) return 'string';
      if (kinds.size === 1) return [...kinds][0]!;
      return kinds.size === 2 && kinds.has('int') && kinds.has('float') ? 'float' : 'json';
    },
  };
}

/** A JSON object or array written as text; undefined when it is none. Numbers and words alone are no JSON column. */
function parseJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text) || nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * A value as a cell of `type`; undefined when it cannot be one.
 * @param textual the value stands in a text format, where an empty field is a missing value (but in a text column, "")
 */
export function toCell(value: unknown, type: ColumnType, textual: boolean): Cell | undefined {
  if (value === null || value === undefined) return null;
  if (textual && value === '' && type !== 'string') return null;
  switch (type) {
    case 'string':
      return typeof value === 'string'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value as number);
    case 'int':
      if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
      return typeof value === 'string' && INT_PATTERN.test(value.trim()) ? Number(value) : undefined;
    case 'float':
      if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
      return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
        ? Number(value)
        : undefined;
    case 'bool':
      if (typeof value === 'boolean') return value;
      if (typeof value === 'string' && BOOL_PATTERN.test(value.trim()))
        return value.trim().toLowerCase() === 'true';
      return undefined;
    case 'json':
      if (value instanceof Float32Array) return Array.from(value);
      return textual ? parseJson(value as string) : (value as Json);
    case 'vector':
      return toVector(value);
  }
}

function toVector(value: unknown): Float32Array | undefined {
  if (value instanceof Float32Array) return value;
  const list = typeof value === 'string' ? parseJson(value) : value;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.every((entry) => typeof entry === 'number' && Number.isFinite(entry))
    ? Float32Array.from(list as number[])
    : undefined;
}
