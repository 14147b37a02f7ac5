import type { Preview } from '@weft/nodes/preview';
import type { PreviewOptions } from '@weft/nodes/view-types';
import { api } from '../api/client.ts';

/** Pages of outputs that were looked at. Bytes never change under a hash, so a page never goes stale. */
const MOST = 300;
const pages = new Map<string, Promise<Preview>>();

export interface PreviewOf {
  readonly runId: string;
  readonly nodeId: string;
  readonly port: string;
  /** Of the artifact: what the page is kept under, for all runs and nodes that have it. */
  readonly hash: string;
  readonly options?: PreviewOptions;
}

/** A page of an output, from here or from the server. A failed one is asked for again next time. */
export function readPreview({ runId, nodeId, port, hash, options = {} }: PreviewOf): Promise<Preview> {
  const { offset = 0, limit = 50, sort } = options;
  const key = `${hash} ${offset} ${limit} ${sort === undefined ? '' : `${sort.direction} ${sort.column}`}`;
  const kept = pages.get(key);
  if (kept !== undefined) {
    // Most recently used last.
    pages.delete(key);
    pages.set(key, kept);
    return kept;
  }
  const page = api.artifacts.preview.query({
    runId,
    nodeId,
    port,
    offset,
    limit,
    ...(sort === undefined ? {} : { sort }),
  }) as Promise<Preview>;
  pages.set(key, page);
  page.catch(() => pages.delete(key));
  if (pages.size > MOST) pages.delete(pages.keys().next().value!);
  return page;
}
