import type { Json } from './json.ts';

/**
 * The files of a model, an index or a version, opened for reading: an artifact of a run, a folder, or bytes in memory.
 * Paths are relative and "/"-separated.
 */
export interface ModelFiles {
  readonly files: readonly { readonly path: string }[];
  read(path: string): Promise<Buffer>;
  /** The file, parsed. */
  json(path: string): Promise<Json>;
  /** A local path with the file's bytes, for libraries that map files themselves. */
  localPath(path: string): Promise<string>;
}

/** Files to write, by path: bytes, text, or a local file to take in. */
export type FileSet = { readonly [path: string]: Uint8Array | string | { readonly localPath: string } };

/** A row to answer: column → value. Vectors are Float32Array; what a model does not read is ignored. */
export type Row = { readonly [column: string]: unknown };
