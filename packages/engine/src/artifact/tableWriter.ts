import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Columns } from '../graph/index.ts';
import type { ArtifactRef, Row, TableWriter } from '../node/artifact.ts';
import { NodeError } from '../node/errors.ts';
import type { ArtifactSink, ArtifactStore } from '../store/artifacts.ts';
import { COLUMNS_KEY, encodeCell, estimateRow, parquetSchema } from './tableFormat.ts';

/**
 * Rows become one row group every 8,192 rows or about 8 MiB, whichever comes first. Both follow from the rows alone,
 * never from how they were handed over, so a step that was paused, resumed or sharded writes the same bytes.
 */
const GROUP_ROWS = 8192;
const GROUP_BYTES = 8 << 20;

/** hyparquet-writer's buffer, emptied after each group so that a table of any length needs one group of memory. */
class DrainingWriter extends ByteWriter {
  drain(): Uint8Array {
    const bytes = this.getBytes().slice();
    this.index = 0;
    return bytes;
  }
}

export function tableWriter(store: ArtifactStore, columns: Columns): TableWriter {
  const names = Object.keys(columns);
  const vectors = names.filter((name) => columns[name] === 'vector');
  const dimensions: Record<string, number> = {};
  const output = new DrainingWriter();
  let parquet: ParquetWriter | undefined;
  let sink: ArtifactSink | undefined;
  let pending: Row[] = [];
  let pendingBytes = 0;
  let rows = 0;

  async function flush(): Promise<void> {
    for (const name of vectors) dimensions[name] ??= firstVector(pending, name)?.length ?? 0;
    parquet ??= new ParquetWriter({
      writer: output,
      schema: parquetSchema(columns, dimensions),
      codec: 'SNAPPY',
      createdBy: 'weft',
      statistics: false,
      kvMetadata: [{ key: COLUMNS_KEY, value: JSON.stringify(columns) }],
    });
    if (pending.length > 0)
      await parquet.write({
        rowGroupSize: GROUP_ROWS,
        columnData: names.map((name) => ({
          name,
          // Snappy gains nothing on float bytes and costs a third of the write time.
          codec: columns[name] === 'vector' ? ('UNCOMPRESSED' as const) : undefined,
          data: pending.map((row, i) => encode(name, row, rows - pending.length + i)),
        })),
      });
    pending = [];
    pendingBytes = 0;
    sink ??= await store.create();
    await sink.write(output.drain());
  }

  function encode(name: string, row: Row, at: number): unknown {
    const value = row[name];
    if (value instanceof Float32Array && value.length !== dimensions[name])
      throw new NodeError(
        'bug',
        'table.dimension',
        `row ${at}, column "${name}": a vector of ${value.length} among vectors of ${dimensions[name]}`,
      );
    return encodeCell(columns[name]!, value, { column: name, row: at });
  }

  return {
    async write(more) {
      try {
        for (const row of more) {
          pending.push(row);
          pendingBytes += estimateRow(row);
          rows += 1;
          if (pending.length >= GROUP_ROWS || pendingBytes >= GROUP_BYTES) await flush();
        }
      } catch (error) {
        await sink?.abort();
        throw error;
      }
    },
    async close(meta) {
      try {
        await flush();
        await parquet!.finish();
        await sink!.write(output.drain());
      } catch (error) {
        await sink?.abort();
        throw error;
      }
      const stored = await sink!.commit();
      const ref: ArtifactRef = { ...stored, kind: 'table', rows, columns };
      const allMeta = { ...(vectors.length > 0 ? { dimensions } : {}), ...meta };
      return Object.keys(allMeta).length > 0 ? { ...ref, meta: allMeta } : ref;
    },
  };
}

function firstVector(rows: readonly Row[], name: string): Float32Array | undefined {
  for (const row of rows) {
    const value = row[name];
    if (value instanceof Float32Array) return value;
  }
  return undefined;
}
