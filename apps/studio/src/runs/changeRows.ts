import type { WireChange } from './wire.ts';

/** A difference in three parts, so that it can be set in columns. Long values are cut by whoever shows them. */
export interface ChangeRow {
  readonly what: WireChange['what'];
  /** Of the param or input; null for what a step has only one of. */
  readonly name: string | null;
  /** Null: was not set. */
  readonly before: string | null;
  readonly after: string | null;
}

export function changeRow(change: WireChange): ChangeRow {
  switch (change.what) {
    case 'param':
      return {
        what: change.what,
        name: change.name,
        before: value(change.before),
        after: value(change.after),
      };
    case 'input':
      return {
        what: change.what,
        name: change.name,
        before: hashes(change.before),
        after: hashes(change.after),
      };
    case 'outside files':
      return {
        what: change.what,
        name: null,
        before: change.before?.slice(0, 8) ?? null,
        after: change.after?.slice(0, 8) ?? null,
      };
    case 'code version':
    case 'seed':
    case 'node type':
      return {
        what: change.what,
        name: null,
        before: change.before === undefined ? null : String(change.before),
        after: change.after === undefined ? null : String(change.after),
      };
  }
}

const value = (json: unknown): string | null => (json === undefined ? null : JSON.stringify(json));
const hashes = (all: readonly string[] | undefined): string | null =>
  all === undefined || all.length === 0 ? null : all.map((hash) => hash.slice(0, 8)).join(' ');
