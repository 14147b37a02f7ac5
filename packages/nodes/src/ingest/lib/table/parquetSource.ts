import { NodeError } from '@weft/engine/node';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { columnNames, type RawRecord, type RecordLimits, type RecordSource } from './records.ts';

const BATCH_ROWS = 2048;
/** Rows are read a row group at a time; one larger than this would not fit beside what the step itself needs. */
const LARGEST_GROUP_BYTES = 512 * 2 ** 20;

/** A Parquet file as records. Dates become ISO 8601 text; bytes become base64, or a vector where Weft wrote one. */
export async function parquetSource(path: string, limits: RecordLimits): Promise<RecordSource> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
    throw new NodeError(
      'input',
      'ingest.parquet',
      `the file is no readable Parquet: ${(error as Error).message}`,
    );
  });
  const group = Math.max(0, ...metadata.row_groups.map((one) => Number(one.total_byte_size)));
  if (group > LARGEST_GROUP_BYTES) {
    throw new NodeError(
      'input',
      'ingest.parquet',
      `a row group of ${Math.ceil(group / 2 ** 20)} MB is more than Weft reads; write the file with smaller ones`,
    );
  }
  const raw = topLevelNames(metadata.schema);
  if (raw.length > limits.columns) {
    throw new NodeError(
      'input',
      'ingest.columns',
      `the file has ${raw.length} columns, more than the ${limits.columns} allowed`,
    );
  }
  const vectors = weftVectors(metadata.key_value_metadata);
  const rows = Number(metadata.num_rows);

  async function* batches(): AsyncGenerator<RawRecord[]> {
    for (let from = 0; from < rows; from += BATCH_ROWS) {
      const read = parquetReadObjects({
        file,
        metadata,
        compressors,
        rowStart: from,
        rowEnd: Math.min(rows, from + BATCH_ROWS),
      });
      const objects = await read.catch((error: unknown) => {
        throw new NodeError(
          'input',
          'ingest.parquet',
          `rows from ${from} on cannot be read: ${(error as Error).message}`,
        );
      });
      yield objects.map((row, i) => ({
        line: from + i,
        values: raw.map((name) => plain(row[name], vectors.has(name))),
      }));
    }
  }
  return { columns: columnNames(raw), textual: false, place: 'row', batches };
}

function topLevelNames(schema: readonly { name: string; num_children?: number }[]): string[] {
  const names: string[] = [];
  let at = 1;
  for (let left = schema[0]?.num_children ?? 0; left > 0 && at < schema.length; left--) {
    names.push(schema[at]!.name);
    // Step over everything nested in the column.
    for (let open = 1; open > 0 && at < schema.length; at++) open += (schema[at]!.num_children ?? 0) - 1;
  }
  return names;
}

function weftVectors(entries: readonly { key: string; value?: string }[] = []): ReadonlySet<string> {
  try {
    const columns = JSON.parse(entries.find(({ key }) => key === 'weft.columns')?.value ?? '{}') as object;
    return new Set(Object.entries(columns).flatMap(([name, type]) => (type === 'vector' ? [name] : [])));
  } catch {
    return new Set();
  }
}

/** Parquet values as cells hold them. */
function plain(value: unknown, vector: boolean): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) {
    if (vector && value.byteLength % 4 === 0) return new Float32Array(value.slice().buffer);
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  }
  if (ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, (entry) => plain(entry, false));
  if (Array.isArray(value)) return value.map((entry) => plain(entry, false));
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry, false)]));
  }
  return value;
}
