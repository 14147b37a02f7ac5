import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { open } from 'node:fs/promises';
import type { Columns } from '../graph/index.ts';
import type { ArtifactRef, Row, TableInput } from '../node/artifact.ts';
import { NodeError } from '../node/errors.ts';
import type { ArtifactStore } from '../store/artifacts.ts';
import { COLUMNS_KEY, decodeCell } from './tableFormat.ts';

/**
 * Opens a table artifact. The bytes are verified once, at the first read; what is known without reading (rows, columns)
 * comes from the reference. Afterwards only the groups asked for are decoded.
 */
export async function openTable(store: ArtifactStore, ref: ArtifactRef): Promise<TableInput> {
  let opening: Promise<OpenFile> | undefined;
  const file = () => (opening ??= openFile(store, ref));
  const { rows, columns } =
    ref.rows !== undefined && ref.columns !== undefined
      ? { rows: ref.rows, columns: ref.columns }
      : await file();

  // The last group decoded: maps read a table in small steps, and a group is decoded whole anyway.
  let cached: { group: number; wanted: string; rows: Row[] } | undefined;

  async function group(
    { file: buffer, metadata, bounds }: OpenFile,
    index: number,
    wanted: readonly string[],
  ): Promise<Row[]> {
    const label = wanted.join('\0');
    if (cached?.group === index && cached.wanted === label) return cached.rows;
    const raw = await parquetReadObjects({
      file: buffer,
      metadata,
      columns: [...wanted],
      rowStart: bounds[index]!,
      rowEnd: bounds[index + 1]!,
    });
    const decoded = raw.map((record) => {
      const row: Row = {};
      for (const name of wanted) row[name] = decodeCell(columns[name]!, record[name]);
      return row;
    });
    cached = { group: index, wanted: label, rows: decoded };
    return decoded;
  }

  async function read(
    range: { from?: number; to?: number; columns?: readonly string[] } = {},
  ): Promise<Row[]> {
    const from = Math.max(0, range.from ?? 0);
    const to = Math.min(rows, range.to ?? rows);
    const wanted = (range.columns ?? Object.keys(columns)).filter((name) => columns[name] !== undefined);
    const out: Row[] = [];
    if (from >= to) return out;
    const opened = await file();
    const { bounds } = opened;
    for (let g = 0; g + 1 < bounds.length; g++) {
      const start = bounds[g]!;
      const end = bounds[g + 1]!;
      if (end <= from || start >= to) continue;
      const decoded = await group(opened, g, wanted);
      for (let i = Math.max(from, start); i < Math.min(to, end); i++) out.push(decoded[i - start]!);
    }
    return out;
  }

  return {
    kind: 'table',
    ref: { ...ref, rows, columns },
    rows,
    columns,
    read,
    async *batches(size = 1024, only) {
      for (let from = 0; from < rows; from += size)
        yield await read({ from, to: from + size, columns: only });
    },
  };
}

interface OpenFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly rows: number;
  readonly columns: Columns;
  /** First row of each group, and the end of the last. */
  readonly bounds: readonly number[];
}

async function openFile(store: ArtifactStore, ref: ArtifactRef): Promise<OpenFile> {
  const file = await fileBuffer(await store.localPath(ref.hash));
  const metadata = await parquetMetadataAsync(file);
  refuseMismatch(ref, metadata);
  return {
    file,
    metadata,
    rows: Number(metadata.num_rows),
    columns: columnsOf(metadata),
    bounds: groupBounds(metadata),
  };
}

/** A reference says what its executor said of the table. The file decides. */
function refuseMismatch({ rows, columns }: ArtifactRef, metadata: FileMetaData): void {
  const held = columnsOf(metadata);
  const sameColumns =
    columns === undefined ||
    (Object.keys(held).length === Object.keys(columns).length &&
      Object.entries(columns).every(([name, type]) => Object.hasOwn(held, name) && held[name] === type));
  if (sameColumns && (rows === undefined || rows === Number(metadata.num_rows))) return;
  throw new NodeError(
    'bug',
    'table.mismatch',
    `the table holds ${metadata.num_rows} rows of ${Object.keys(held).join(', ')}, which is not what the step that made it said`,
  );
}

function columnsOf(metadata: FileMetaData): Columns {
  const text = metadata.key_value_metadata?.find((entry) => entry.key === COLUMNS_KEY)?.value;
  if (text === undefined)
    throw new TypeError('the Parquet file was not written by Weft: it has no weft.columns');
  return JSON.parse(text) as Columns;
}

function groupBounds(metadata: FileMetaData): number[] {
  const bounds = [0];
  for (const { num_rows } of metadata.row_groups) bounds.push(bounds.at(-1)! + Number(num_rows));
  return bounds;
}

/** Reads ranges on demand and closes the file each time: inputs are many, file descriptors are few. */
async function fileBuffer(path: string): Promise<AsyncBuffer> {
  const readRange = async (start: number, end: number): Promise<ArrayBuffer> => {
    const file = await open(path, 'r');
    try {
      const bytes = new Uint8Array(end - start);
      for (let at = 0; at < bytes.length;) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw new Error('the file is shorter than it was');
        at += bytesRead;
      }
      return bytes.buffer;
    } finally {
      await file.close();
    }
  };
  const file = await open(path, 'r');
  const byteLength = (await file.stat()).size;
  await file.close();
  return { byteLength, slice: (start, end = byteLength) => readRange(start, end) };
}
