import type { Tx } from '@weft/db';
import {
  openFiles,
  openTable,
  tableText,
  type ArtifactStore,
  type Engine,
  type TableText,
} from '@weft/engine';
import type { ArtifactRef } from '@weft/engine/node';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { WeftError } from '../../errors.ts';
import { findOutput, type OutputName } from './findOutput.ts';
import { orLost } from './lost.ts';

export interface DownloadRequest extends OutputName {
  readonly as: 'raw' | 'parquet' | TableText;
  /** Which file of an index, model or report, by its exact name. */
  readonly file?: string;
}

export interface Download {
  /** For the person's disk. */
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

const TYPES: Readonly<Record<string, string>> = {
  '.parquet': 'application/vnd.apache.parquet',
  '.csv': 'text/csv; charset=utf-8',
  '.jsonl': 'application/x-ndjson; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
};

/**
 * An output as a file, streamed: its bytes are checked against the hash before the first is sent, and a table of any size
 * becomes CSV or JSON batch by batch.
 *
 * @throws WeftError not_found, artifact_lost, choose_file, not_a_table
 */
export async function openDownload(
  {
    tenant,
    engine,
  }: {
    tenant: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
    engine: Pick<Engine, 'store' | 'reportLost'>;
  },
  request: DownloadRequest,
): Promise<Download> {
  const { nodeId, port } = request;
  const { ref, title, runNumber } = await tenant(async (tx) => await findOutput(tx, request));
  const { store } = engine;
  const { ending, content } = await orLost(engine, ref.hash, async () =>
    ref.kind === 'table' ? await tableFile(store, ref, request) : await oneFile(store, ref, request),
  );
  return {
    name: `${title} ${runNumber} ${nodeId} ${port}${ending}`,
    type: TYPES[ending.slice(ending.lastIndexOf('.'))] ?? 'application/octet-stream',
    content,
  };
}

interface Opened {
  /** What the name ends in: ".csv", " weights.onnx". */
  readonly ending: string;
  readonly content: Readable;
}

async function tableFile(
  store: ArtifactStore,
  ref: ArtifactRef,
  { as, file }: DownloadRequest,
): Promise<Opened> {
  if (file !== undefined)
    throw new WeftError('bad_input', {
      detail: { en: 'A table is one file: leave out "file".', zh: '表格只有一个文件，请去掉“file”。' },
    });
  if (as === 'raw' || as === 'parquet')
    return { ending: '.parquet', content: createReadStream(await store.localPath(ref.hash)) };
  const table = await openTable(store, ref);
  // Read once before anything is sent, so that bytes that are gone are told and not an empty file.
  await table.read({ from: 0, to: 1 });
  return { ending: `.${as}`, content: Readable.from(tableText(table, as)) };
}

async function oneFile(
  store: ArtifactStore,
  ref: ArtifactRef,
  { as, file }: DownloadRequest,
): Promise<Opened> {
  if (as !== 'raw' && as !== 'json') throw new WeftError('not_a_table', { format: as });
  const opened = await openFiles(store, ref);
  const names = opened.files.map(({ path }) => path);
  const name = file ?? (names.length === 1 ? names[0]! : null);
  if (name === null) throw new WeftError('choose_file', { files: names.slice(0, 20).join(', ') });
  if (!names.includes(name)) throw new WeftError('not_found');
  return { ending: ` ${name.split('/').at(-1)!}`, content: createReadStream(await opened.localPath(name)) };
}
