import { NodeError } from '@weft/engine/node';
import { csvDialect } from './csvDialect.ts';
import { csvTokenizer, type CsvRecord } from './csvTokenizer.ts';
import { columnNames, type RawRecord, type RecordLimits, type RecordSource } from './records.ts';
import type { TextFile } from './textFile.ts';

/** A CSV or TSV file as records. Rows with more or fewer fields than there are columns are bad. */
export async function csvSource(
  file: TextFile,
  given: { delimiter?: string; header?: boolean },
  limits: RecordLimits,
): Promise<RecordSource> {
  const { delimiter, header } = csvDialect(file.sample, given);
  const columns = columnNames(
    (await firstFields(file, delimiter, limits)).map((name, i) => (header ? name : `column_${i + 1}`)),
  );

  async function* batches(): AsyncGenerator<RawRecord[]> {
    const tokenizer = csvTokenizer(delimiter, limits);
    let toSkip = header ? 1 : 0;
    const checked = (records: readonly CsvRecord[], damaged: boolean): RawRecord[] => {
      const skipped = Math.min(toSkip, records.length);
      toSkip -= skipped;
      return records
        .slice(skipped)
        .map((record) => check(record, columns.length, damaged ? file.encoding : null));
    };
    for await (const { text, damaged } of file.chunks()) yield checked(tokenizer.push(text), damaged);
    yield checked(tokenizer.end(), false);
  }
  return { columns, textual: true, place: 'line', batches };
}

async function firstFields(
  file: TextFile,
  delimiter: string,
  limits: RecordLimits,
): Promise<readonly string[]> {
  const first = await firstRecord(file, delimiter, limits);
  if (first === undefined) throw new NodeError('input', 'ingest.empty_table', 'the file holds no rows');
  if ('reason' in first)
    throw new NodeError('input', 'ingest.first_row', `the first row cannot be used: ${first.reason}`);
  return first.fields;
}

async function firstRecord(
  file: TextFile,
  delimiter: string,
  limits: RecordLimits,
): Promise<CsvRecord | undefined> {
  const tokenizer = csvTokenizer(delimiter, limits);
  for await (const { text } of file.chunks()) {
    const [first] = tokenizer.push(text);
    if (first !== undefined) return first;
  }
  return tokenizer.end()[0];
}

function check(record: CsvRecord, columns: number, damagedIn: string | null): RawRecord {
  if ('reason' in record) return record;
  const { line, fields } = record;
  if (fields.length !== columns) {
    return { line, reason: `has ${fields.length} fields where ${columns} are expected` };
  }
  if (damagedIn !== null && fields.some((field) => field.includes('\ufffd'))) {
    return {
      line,
      reason: `holds bytes that are not valid ${damagedIn}; set the encoding if it is another one`,
    };
  }
  return { line, values: fields };
}
