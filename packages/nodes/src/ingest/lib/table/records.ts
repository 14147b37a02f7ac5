/**
 * One row as a reader found it: its values in the order of the table's columns (missing ones undefined), or why it
 * cannot be used. `line` is the line of the file it starts in, from 1; for Parquet, the row.
 */
export type RawRecord =
  | { readonly line: number; readonly values: readonly unknown[] }
  | { readonly line: number; readonly reason: string };

/** A file read as rows. It can be read again from the start, and then gives the same records. */
export interface RecordSource {
  /** Grows while the first reading finds new columns (JSONL); complete after it. */
  readonly columns: readonly string[];
  /** Whether values are all text, so that their types show in how they are written (CSV). */
  readonly textual: boolean;
  /** What a person calls a record's place: "line" or "row". */
  readonly place: 'line' | 'row';
  batches(): AsyncIterable<readonly RawRecord[]>;
}

/** Bounds that keep memory constant whatever the file. */
export interface RecordLimits {
  /** Largest row, in characters. */
  readonly rowChars: number;
  readonly columns: number;
}

/** More columns than any table made by people, few enough to hold a type for each. */
export const MOST_COLUMNS = 10_000;
const LONGEST_NAME = 200;

/**
 * Names fit for columns: trimmed, not empty, unlike each other. A name that means something to JavaScript objects
 * themselves is not used as one.
 */
export function columnNames(raw: readonly string[]): string[] {
  const taken = new Set<string>();
  return raw.map((name, i) => {
    const trimmed = name.trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_NAME);
    const wanted = trimmed === '' || trimmed === '__proto__' ? `column_${i + 1}` : trimmed;
    let unlike = wanted;
    for (let n = 2; taken.has(unlike); n++) unlike = `${wanted}_${n}`;
    taken.add(unlike);
    return unlike;
  });
}
