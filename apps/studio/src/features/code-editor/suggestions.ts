import type { Columns, ColumnType } from '@weft/engine/graph';

export interface Suggestion {
  readonly name: string;
  readonly type: ColumnType;
  /** What is put in place of the `replaces` characters before the cursor. */
  readonly insert: string;
  readonly replaces: number;
}

/** A parameter called row (or what people call one) and the beginning of a member of it. */
const DOT = /\b(?:row|r|rows?\[\d+\])(\?)?\.([A-Za-z_$][\w$]*)?$/;
const BRACKET = /\b(?:row|r|rows?\[\d+\])\[(['"`])([^'"`]*)$/;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * The input's columns that may follow what stands before the cursor. A column whose name is no identifier is written in
 * brackets, so `row.` with "card number" becomes `row["card number"]`.
 */
export function columnSuggestions(columns: Columns, before: string): Suggestion[] {
  const quoted = BRACKET.exec(before);
  if (quoted !== null)
    return matching(columns, quoted[2]!).map(([name, type]) => ({
      name,
      type,
      insert: name.replaceAll(/[\\'"`]/g, '\\$&'),
      replaces: quoted[2]!.length,
    }));
  const dotted = DOT.exec(before);
  if (dotted === null) return [];
  const typed = dotted[2] ?? '';
  return matching(columns, typed).map(([name, type]) =>
    IDENTIFIER.test(name)
      ? { name, type, insert: name, replaces: typed.length }
      : // The point goes; that of "?." stays.
        {
          name,
          type,
          insert: `${dotted[1] === undefined ? '' : '.'}[${JSON.stringify(name)}]`,
          replaces: typed.length + 1,
        },
  );
}

const matching = (columns: Columns, typed: string): [string, ColumnType][] =>
  Object.entries(columns).filter(([name]) => name.toLowerCase().startsWith(typed.toLowerCase()));
