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

/** One of a kind, as it stands in a sentence. */
export const KIND_TEXT: Readonly<Record<ArtifactKind, Text>> = {
  table: { en: 'a table', zh: '表格' },
  index: { en: 'an index', zh: '索引' },
  model: { en: 'a model', zh: '模型' },
  report: { en: 'a report', zh: '报告' },
  blob: { en: 'a blob', zh: '文件' },
};

/**
 * Why `from` cannot feed `to`, in half a sentence, or null when it can. An int column feeds a float one. An open table
 * may turn out to hold a column that is not declared; that is checked again when the rows exist.
 */
export function refusal(from: PortType, to: PortType): Text | null {
  if (from.kind === 'table' && to.kind === 'table') return tableRefusal(from, to);
  if (from.kind === 'model' && to.kind === 'model') {
    const [given, wanted] = [from.task, to.task];
    if (given === null || wanted === null || given === wanted) return null;
    return {
      en: `a ${given} model cannot serve as a ${wanted} model`,
      zh: `${given} 模型不能用作 ${wanted} 模型`,
    };
  }
  if (from.kind === 'report' && to.kind === 'report') {
    const [given, wanted] = [from.about, to.about];
    if (given === null || wanted === null || given === wanted) return null;
    return {
      en: `a report about ${given} is not one about ${wanted}`,
      zh: `关于 ${given} 的报告不能当作关于 ${wanted} 的报告`,
    };
  }
  if (from.kind === to.kind) return null;
  const [given, wanted] = [KIND_TEXT[from.kind], KIND_TEXT[to.kind]];
  return {
    en: `${given.en} is given, ${wanted.en} is needed`,
    zh: `给出的是${given.zh}，需要的是${wanted.zh}`,
  };
}

type TableType = Extract<PortType, { kind: 'table' }>;

function tableRefusal(from: TableType, to: TableType): Text | null {
  for (const [name, wanted] of Object.entries(to.columns)) {
    const given = from.columns[name];
    if (given === undefined) {
      if (!from.open) return { en: `the table has no column "${name}"`, zh: `表格没有“${name}”列` };
    } else if (!columnFeeds(given, wanted)) {
      return {
        en: `column "${name}" holds ${given}, ${wanted} is needed`,
        zh: `“${name}”列是 ${given}，需要 ${wanted}`,
      };
    }
  }
  return null;
}

export const columnFeeds = (given: ColumnType, wanted: ColumnType): boolean =>
  given === wanted || (given === 'int' && wanted === 'float') || wanted === 'json';
