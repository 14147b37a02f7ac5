import { openFiles, openTable, type ArtifactStore, type Engine } from '@weft/engine';
import type { ArtifactRef, TableInput } from '@weft/engine/node';
import type { ColumnFacts, FilePreview, Preview } from '@weft/nodes/preview';
import { shownCell } from './cells.ts';
import { orLost } from './lost.ts';
import { lru, type Lru } from './lru.ts';
import { checkSort, orderBy, pageOf, readRows, type Order, type Sort } from './sortedRows.ts';
import { tableFacts } from './tableFacts.ts';

export interface PreviewRequest {
  readonly offset: number;
  readonly limit: number;
  readonly sort?: Sort;
}

/**
 * Pages of artifacts. What was learnt about one is kept by its hash, since bytes under a hash never change: the opened
 * table (verified once, not for every page), the facts of its columns, its order by a column.
 */
export interface Previews {
  /** Whoever calls has checked the right to `ref`. @throws WeftError artifact_lost, or why it cannot be sorted */
  of(ref: ArtifactRef, request: PreviewRequest): Promise<Preview>;
}

const TABLES = 16;
const FACTS = 256;
const ORDERS = 16;
/** JSON and Markdown of an artifact, all files together. */
const SHOWN_BYTES = 4 << 20;

type PreviewDeps = Pick<Engine, 'store' | 'reportLost'>;

export function openPreviews(deps: PreviewDeps): Previews {
  const { store } = deps;
  const tables: Lru<Promise<TableInput>> = lru(TABLES);
  const facts: Lru<Promise<readonly ColumnFacts[]>> = lru(FACTS);
  const orders: Lru<Promise<Order>> = lru(ORDERS);

  async function tablePreview(ref: ArtifactRef, { offset, limit, sort }: PreviewRequest): Promise<Preview> {
    const { hash } = ref;
    const table = await tables.get(hash, async () => await openTable(store, ref));
    if (sort !== undefined) checkSort(table, sort);
    const columns = await facts.get(hash, async () => await tableFacts(table));
    const order =
      sort === undefined
        ? null
        : await orders.get(`${hash} ${sort.column}`, async () => await orderBy(table, sort.column));
    const page =
      order === null
        ? await table.read({ from: offset, to: offset + limit })
        : await readRows(table, pageOf(order, { direction: sort!.direction, offset, limit }));
    return {
      kind: 'table',
      hash,
      rows: table.rows,
      columns,
      offset,
      page: page.map((row) => columns.map(({ name, type }) => shownCell(type, row[name]))),
    };
  }

  return {
    of: async (ref, request) =>
      await orLost(deps, ref.hash, async () => {
        if (ref.kind !== 'table') return await filesPreview(store, ref);
        try {
          return await tablePreview(ref, request);
        } catch (error) {
          // The next one opens it anew: it may have been rebuilt.
          tables.delete(ref.hash);
          throw error;
        }
      }),
  };
}

async function filesPreview(store: ArtifactStore, ref: ArtifactRef): Promise<Preview> {
  const opened = await openFiles(store, ref);
  let left = SHOWN_BYTES;
  const shown: FilePreview[] = [];
  for (const { path, bytes } of opened.files) {
    const isShown = /\.(json|md)$/.test(path) && bytes <= left;
    if (isShown) left -= bytes;
    shown.push({ name: path, bytes, content: isShown ? contentOf(path, await opened.read(path)) : null });
  }
  return { kind: 'files', hash: ref.hash, artifactKind: opened.kind, files: shown, meta: ref.meta ?? null };
}

function contentOf(path: string, bytes: Buffer): FilePreview['content'] {
  const text = bytes.toString('utf8');
  return path.endsWith('.json') ? { json: JSON.parse(text) as unknown } : { text };
}

const previews = new WeakMap<ArtifactStore, Previews>();

/** The one cache of a store: made when first asked for, gone with it. */
export function previewsOf(deps: PreviewDeps): Previews {
  let found = previews.get(deps.store);
  if (found === undefined) previews.set(deps.store, (found = openPreviews(deps)));
  return found;
}
