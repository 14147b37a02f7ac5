import { csvTokenizer } from './csvTokenizer.ts';
import { MOST_COLUMNS } from './records.ts';

export interface CsvDialect {
  readonly delimiter: string;
  /** Whether the first record names the columns. */
  readonly header: boolean;
}

const DELIMITERS = [',', '\t', ';', '|'];
const LONGEST_HEADER_CELL = 64;

/** Tells a CSV text's delimiter and whether it has a header from its first records; what is given is not guessed. */
export function csvDialect(sample: string, given: { delimiter?: string; header?: boolean }): CsvDialect {
  const tried = (given.delimiter === undefined ? DELIMITERS : [given.delimiter]).map((delimiter) => {
    const records = firstRecords(sample, delimiter);
    return { delimiter, records, score: evenness(records) };
  });
  const best = tried.reduce((most, one) => (one.score > most.score ? one : most));
  return { delimiter: best.delimiter, header: given.header ?? looksLikeHeader(best.records) };
}

/** The sample may end in the middle of a record, so the last one is left out unless it is the only one. */
function firstRecords(sample: string, delimiter: string): (readonly string[])[] {
  const limits = { rowChars: sample.length + 1, columns: 10 * MOST_COLUMNS };
  const tokenizer = csvTokenizer(delimiter, limits);
  const whole = tokenizer.push(sample);
  const records = whole.length > 0 ? whole : tokenizer.end();
  return records.flatMap((record) => ('fields' in record ? [record.fields] : []));
}

/** Share of records that have the commonest number of fields, if that is more than one. */
function evenness(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  let most = 0;
  for (const [length, count] of counts) if (length > 1) most = Math.max(most, count);
  return records.length === 0 ? 0 : most / records.length;
}

/**
 * A header names things: its cells are short, different from each other, neither empty nor numbers, and no sentences.
 * Where the first row could be data as well, a column of numbers under it settles the matter.
 */
function looksLikeHeader(records: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = records;
  if (first === undefined) return true;
  const cells = first.map((cell) => cell.trim());
  const names = cells.every((cell) => cell !== '' && cell.length <= LONGEST_HEADER_CELL && !isNumber(cell));
  if (!names || new Set(cells).size < cells.length) return false;
  const numbersBelow = cells.some((_, column) => {
    const values = rest.map((row) => row[column] ?? '').filter((cell) => cell !== '');
    return values.length > 0 && values.every(isNumber);
  });
  return numbersBelow || !cells.some((cell) => /[.!?。！？]$/.test(cell) || cell.split(' ').length > 5);
}

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));
