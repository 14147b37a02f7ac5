import type { ColumnType } from '@weft/engine/graph';

/** What of an artifact is shown before anybody downloads it: a page of rows, or the small files whole. */
export type Preview =
  | {
      readonly kind: 'table';
      readonly hash: string;
      readonly rows: number;
      readonly columns: readonly ColumnFacts[];
      /** Row offset of the first of `page`. */
      readonly offset: number;
      /** Cells in column order; a vector is its first 8 numbers, a long text its first 2,000 characters, JSON whole up to 10,000. */
      readonly page: readonly (readonly Cell[])[];
    }
  | {
      /** Files of a manifest: reports, models and indexes. JSON up to 4 MiB and Markdown come with their content. */
      readonly kind: 'files';
      readonly hash: string;
      readonly artifactKind: 'report' | 'model' | 'index' | 'blob';
      readonly files: readonly FilePreview[];
      readonly meta: unknown;
    };

export type Cell =
  | string
  | number
  | boolean
  | null
  | readonly number[]
  | { readonly json: unknown }
  | { readonly cut: string };

export interface ColumnFacts {
  readonly name: string;
  readonly type: ColumnType;
  /** Over the whole table when `exact`, else over a sample of `sampled` rows. */
  readonly nulls: number;
  readonly exact: boolean;
  readonly sampled: number;
  /** Numbers and lengths of texts: 20 equal bins from min to max. */
  readonly histogram: {
    readonly of: 'value' | 'length';
    readonly min: number;
    readonly max: number;
    readonly bins: readonly number[];
  } | null;
  /** Most frequent values of a text, bool or int column, when there are few different ones. */
  readonly top: readonly { readonly value: string; readonly count: number }[] | null;
}

export interface FilePreview {
  readonly name: string;
  readonly bytes: number;
  readonly content: { readonly json: unknown } | { readonly text: string } | null;
}
