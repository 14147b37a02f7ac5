import type { ArtifactKind, Columns, Json } from '../graph/index.ts';

/**
 * Names immutable bytes by their SHA-256 (lower-case hex). A table is one Parquet file. An index, model, report or
 * blob of several files is a manifest, a small JSON artifact that lists each file's own hash, so equal files are
 * stored once and each is verified by itself.
 */
export interface ArtifactRef {
  readonly hash: string;
  readonly kind: ArtifactKind;
  /** Bytes of everything it names, files of a manifest included. */
  readonly bytes: number;
  /** Tables only. */
  readonly rows?: number;
  readonly columns?: Columns;
  /** Small facts about the content that later steps or people want without opening it. */
  readonly meta?: { readonly [key: string]: Json };
}

/** A row: column name → value. Vectors are Float32Array, ints safe integers, json any JSON value; null = missing. */
export type Cell = Json | Float32Array;
export type Row = { [column: string]: Cell };

/** A table as a step reads it. Rows arrive in order; nothing is held in memory but the groups being read. */
export interface TableInput {
  readonly kind: 'table';
  readonly ref: ArtifactRef;
  readonly rows: number;
  readonly columns: Columns;
  /** Rows [from, to). Default: all of them. `columns` limits what is decoded. */
  read(range?: { from?: number; to?: number; columns?: readonly string[] }): Promise<Row[]>;
  /** All rows in batches, for tables that may not fit in memory. */
  batches(size?: number, columns?: readonly string[]): AsyncIterable<Row[]>;
}

/** An index, model, report or blob as a step reads it: named files, each verified by hash when read. */
export interface FilesInput {
  readonly kind: Exclude<ArtifactKind, 'table'>;
  readonly ref: ArtifactRef;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly hash: string }[];
  read(path: string): Promise<Buffer>;
  json(path: string): Promise<Json>;
  /** A verified local path, for libraries that map files themselves. Read-only. */
  localPath(path: string): Promise<string>;
}

export type NodeInput = TableInput | FilesInput;
/** By port; a `many` port is an array, an unwired optional port is undefined. */
export type NodeInputs = { readonly [port: string]: NodeInput | readonly NodeInput[] | undefined };
export type NodeOutputs = { readonly [port: string]: ArtifactRef };

/** Writes a table in the order given. Same rows and columns → same bytes. */
export interface TableWriter {
  write(rows: readonly Row[]): Promise<void>;
  close(meta?: { [key: string]: Json }): Promise<ArtifactRef>;
}
