import type { Text } from './text.ts';

/**
 * What flows along a wire. Ports are typed with a schema so that a wrong wire is refused while it is drawn, with the
 * reason, and not an hour later inside a training step.
 */
export type ColumnType = 'string' | 'int' | 'float' | 'bool' | 'json' | 'vector';
export type Columns = Readonly<Record<string, ColumnType>>;

export type PortType =
  | { readonly kind: 'table'; readonly columns: Columns; readonly open: boolean }
  | { readonly kind: 'index' }
  | { readonly kind: 'model'; readonly task: string | null }
  | { readonly kind: 'report'; readonly about: string | null }
  | { readonly kind: 'blob' };

export type ArtifactKind = PortType['kind'];

export interface Port {
  readonly type: PortType;
  /** The step runs without this input. */
  readonly optional?: boolean;
  /** The input takes any number of wires; the step sees them sorted by content hash. */
  readonly many?: boolean;
  readonly description?: Text;
}
export type Ports = Readonly<Record<string, Port>>;

/** A table with at least these columns. As an input: others are ignored. As an output: others may be there too. */
export const table = (columns: Columns = {}, options: { open?: boolean } = {}): PortType => ({
  kind: 'table',
  columns,
  open: options.open ?? true,
});
export const index = (): PortType => ({ kind: 'index' });
/** `task` says what the model answers ("classification", "retrieval"); null on an input accepts any. */
export const model = (task: string | null = null): PortType => ({ kind: 'model', task });
/** `about` says what was measured; null on an input accepts any. */
export const report = (about: string | null = null): PortType => ({ kind: 'report', about });
export const blob = (): PortType => ({ kind: 'blob' });

/**
 * Why `from` cannot feed `to`, in one sentence, or null when it can. An int column feeds a float one. An open table
 * may turn out to hold a column that is not declared; that is checked again when the rows exist.
 */
export function refusal(from: PortType, to: PortType): string | null {
  if (from.kind !== to.kind) return `${from.kind} is given, ${to.kind} is needed`;
  if (from.kind === 'table' && to.kind === 'table') {
    for (const [name, wanted] of Object.entries(to.columns)) {
      const given = from.columns[name];
      if (given === undefined) {
        if (!from.open) return `the table has no column "${name}"`;
      } else if (!columnFeeds(given, wanted)) {
        return `column "${name}" holds ${given}, ${wanted} is needed`;
      }
    }
  }
  if (
    from.kind === 'model' &&
    to.kind === 'model' &&
    to.task !== null &&
    from.task !== null &&
    from.task !== to.task
  )
    return `a ${from.task} model cannot serve as a ${to.task} model`;
  if (
    from.kind === 'report' &&
    to.kind === 'report' &&
    to.about !== null &&
    from.about !== null &&
    from.about !== to.about
  )
    return `a report about ${from.about} is not one about ${to.about}`;
  return null;
}

export const columnFeeds = (given: ColumnType, wanted: ColumnType): boolean =>
  given === wanted || (given === 'int' && wanted === 'float') || wanted === 'json';
