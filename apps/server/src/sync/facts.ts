import { nodesOf, readMeta } from '@weft/engine/live';
import type pg from 'pg';
import type * as Y from 'yjs';
import { atMostEvery } from './atMostEvery.ts';
import { writeFacts, type Facts } from './log.ts';

/** Titles come from clients: PostgreSQL can keep neither a NUL nor half a character. */
export const factsOf = (doc: Y.Doc): Facts => ({
  title: readMeta(doc).title.replaceAll('\0', '').toWellFormed(),
  nodes: nodesOf(doc).size,
});

export interface FactsKeeper {
  /** Something was committed that the lists do not show yet. */
  readonly stale: boolean;
  edited(): void;
  /** Writes what is stale now. It is tried again with the next edit when that fails. */
  write(): Promise<void>;
  stop(): void;
}

const EVERY_MS = 1000;

/** Keeps title, size and time of a document's row current, at most once a second. */
export function keepFacts({
  pool,
  documentId,
  doc,
  shown,
  onProblem,
}: {
  pool: pg.Pool;
  documentId: string;
  doc: Y.Doc;
  /** What the lists show; null leaves them alone until the first edit, as a document without content has no title yet. */
  shown: Facts | null;
  onProblem: (error: unknown) => void;
}): FactsKeeper {
  let stale = false;
  const paced = atMostEvery(EVERY_MS, () => void write());

  async function write(): Promise<void> {
    const edited = stale;
    stale = false;
    try {
      await writeFacts(pool, { documentId, facts: factsOf(doc), edited });
    } catch (error) {
      stale ||= edited;
      onProblem(error);
    }
  }

  // A server that was killed may have left them behind.
  if (shown !== null && !same(shown, factsOf(doc))) paced.ask();
  return {
    get stale() {
      return stale;
    },
    edited() {
      stale = true;
      paced.ask();
    },
    write,
    stop: () => paced.stop(),
  };
}

const same = (a: Facts, b: Facts): boolean => a.title === b.title && a.nodes === b.nodes;
