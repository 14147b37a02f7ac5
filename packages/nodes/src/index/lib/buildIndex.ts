import {
  filesInput,
  NodeError,
  tableInput,
  type FileSet,
  type FilesInput,
  type LoopSession,
  type NodeContext,
  type Row,
} from '@weft/engine/node';
import {
  LexicalIndex,
  LexicalIndexBuilder,
  type HybridOptions,
  EPOCH_ROWS,
  VECTOR_MANIFEST,
  VectorIndexBuilder,
  vectorIndexOptions,
  type VectorIndexOptions,
  indexFiles,
  LEXICAL_FILE,
  readIndexFile,
  readIndexRows,
  type IndexFile,
  type IndexRow,
} from '@weft/ml/search';

export interface IndexParams {
  readonly engine: VectorIndexOptions['engine'];
  readonly metric: VectorIndexOptions['metric'];
  readonly precision: VectorIndexOptions['precision'];
  readonly connectivity: number;
  readonly expansion_add: number;
  readonly expansion_search: number;
}

/** Lanes of the vector builder that work at a time; they change the speed and never the bytes. */
const THREADS = 2;

/**
 * Builds an index in steps of 1,000 rows, from scratch or on top of `base`. A checkpoint holds the graphs built so far;
 * words are read again when it resumes, which is quicker than storing them.
 */
export async function buildIndex(
  ctx: NodeContext<IndexParams>,
  saved: Uint8Array | undefined,
  fusion: HybridOptions | null,
): Promise<LoopSession> {
  const table = tableInput(ctx.inputs, 'chunks', { text: 'string', vector: 'vector' });
  const base =
    ctx.inputs.base === undefined ? null : await openBase(filesInput(ctx.inputs, 'base'), fusion !== null);
  const wanted = await newRows(table, base);
  const settings = {
    options: vectorIndexOptions({
      dimensions: base?.about.dimensions ?? (await dimensionsOf(table)),
      engine: ctx.params.engine,
      metric: ctx.params.metric,
      precision: ctx.params.precision,
      connectivity: ctx.params.connectivity,
      expansionAdd: ctx.params.expansion_add,
      expansionSearch: ctx.params.expansion_search,
    }),
    dir: await ctx.tempDir(),
    threads: THREADS,
    ...(base === null ? {} : { base: base.vectors }),
  };
  const { dimensions } = settings.options;
  const baseRows = base?.rows.length ?? 0;
  const vectorsOf = async (from: number, to: number) =>
    stack(await readRows(table, wanted, from - baseRows, to - baseRows), dimensions, from);
  const vectors =
    saved === undefined
      ? await VectorIndexBuilder.open(settings)
      : await VectorIndexBuilder.resume(settings, saved, vectorsOf);
  const lexical = fusion === null ? null : new LexicalIndexBuilder(base?.lexical);
  const rows: IndexRow[] = [];

  async function take(from: number, to: number): Promise<Row[]> {
    const taken = await readRows(table, wanted, from, to);
    for (const row of taken) {
      rows.push(indexRow(row, rows.length + baseRows));
      lexical?.add(rows.at(-1)!.text);
    }
    return taken;
  }

  for (let from = 0; from < vectors.rows - baseRows; from += EPOCH_ROWS)
    await take(from, Math.min(from + EPOCH_ROWS, vectors.rows - baseRows));
  return {
    async step() {
      const from = rows.length;
      // Up to the end of an epoch of the whole index, so that a checkpoint finds nothing waiting.
      const to = Math.min(wanted.length, from + EPOCH_ROWS - ((baseRows + from) % EPOCH_ROWS));
      if (to > from) await vectors.add(stack(await take(from, to), dimensions, baseRows + from));
      ctx.progress(to, wanted.length, 'chunks');
      return { done: to >= wanted.length };
    },
    save: async () => await vectors.save(),
    async finish() {
      const all = [...(base?.rows ?? []), ...rows];
      const files = indexFiles({
        rows: all,
        dimensions,
        vectors: await vectors.finish(),
        lexical: lexical?.index() ?? null,
        fusion,
        embedder: await embedderFilesOf(ctx),
      });
      return {
        outputs: { index: await ctx.files('index', files, { rows: all.length, dimensions }) },
        metrics: { chunks: all.length, added: rows.length, dimensions },
      };
    },
    close: async () => await vectors.close(),
  };
}

type Table = ReturnType<typeof tableInput>;

interface Base {
  readonly about: IndexFile;
  readonly rows: readonly IndexRow[];
  readonly vectors: { manifest: unknown; localPath(file: string): Promise<string> };
  readonly lexical: LexicalIndex | undefined;
}

async function openBase(files: FilesInput, hybrid: boolean): Promise<Base> {
  const about = await readIndexFile(files);
  if ((about.kind === 'hybrid') !== hybrid)
    throw new NodeError(
      'input',
      'index.base_kind',
      `the index to grow is of kind ${about.kind}: grow it with index.${about.kind}`,
    );
  return {
    about,
    rows: await readIndexRows(files),
    vectors: {
      manifest: await files.json(VECTOR_MANIFEST),
      localPath: async (file) => await files.localPath(file),
    },
    lexical: hybrid ? LexicalIndex.decode(await files.read(LEXICAL_FILE)) : undefined,
  };
}

/** Table rows to add, in order: all of them, or those whose chunk the base does not have. */
async function newRows(table: Table, base: Base | null): Promise<readonly number[]> {
  if (base === null || table.columns.chunk === undefined)
    return Array.from({ length: table.rows }, (_, i) => i);
  const known = new Map(base.rows.map((row) => [row.chunk, row.text]));
  const wanted: number[] = [];
  let at = 0;
  for await (const rows of table.batches(4096, ['chunk', 'text']))
    for (const row of rows) {
      const before = known.get(text(row.chunk));
      if (before === undefined) wanted.push(at);
      else if (before !== row.text)
        throw new NodeError(
          'input',
          'index.chunk_changed',
          `chunk "${text(row.chunk)}" is in the index to grow with another text: an index only grows, so build it anew (unwire base)`,
        );
      at += 1;
    }
  return wanted;
}

async function readRows(table: Table, wanted: readonly number[], from: number, to: number): Promise<Row[]> {
  const columns = ['chunk', 'document', 'title', 'text', 'start', 'end', 'vector'];
  const picked: Row[] = [];
  // Wanted rows come in stretches: all of them without a base, new documents with one.
  for (let at = from; at < to;) {
    let end = at + 1;
    while (end < to && wanted[end] === wanted[end - 1]! + 1) end += 1;
    picked.push(...(await table.read({ from: wanted[at]!, to: wanted[end - 1]! + 1, columns })));
    at = end;
  }
  return picked;
}

async function dimensionsOf(table: Table): Promise<number> {
  const [first] = await table.read({ to: 1, columns: ['vector'] });
  if (first?.vector instanceof Float32Array) return first.vector.length;
  throw new NodeError(
    'input',
    'index.no_vectors',
    'there is nothing to index: the table has no rows with a vector',
  );
}

function stack(rows: readonly Row[], dimensions: number, firstRow: number): Float32Array {
  const all = new Float32Array(rows.length * dimensions);
  for (const [i, { vector }] of rows.entries()) {
    if (!(vector instanceof Float32Array) || vector.length !== dimensions)
      throw new NodeError(
        'input',
        'vectors.dimensions',
        `row ${firstRow + i} has ${vector instanceof Float32Array ? `a vector of ${vector.length}` : 'no vector'} among vectors of ${dimensions}: embed all texts with one model`,
      );
    all.set(vector, i * dimensions);
  }
  return all;
}

const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
const int = (value: unknown): number => (typeof value === 'number' ? value : 0);

const indexRow = (row: Row, number: number): IndexRow => ({
  chunk: text(row.chunk, String(number)),
  document: text(row.document, text(row.chunk, String(number))),
  title: text(row.title),
  text: text(row.text),
  start: int(row.start),
  end: int(row.end),
});

async function embedderFilesOf(ctx: NodeContext<IndexParams>): Promise<FileSet | null> {
  if (ctx.inputs.embedder === undefined) return null;
  const embedder = filesInput(ctx.inputs, 'embedder');
  const files: Record<string, Uint8Array> = {};
  for (const { path } of embedder.files) files[path] = await embedder.read(path);
  return files;
}
