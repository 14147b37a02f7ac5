/**
 * A Y.Doc that follows the log of its document. It may be ahead of the log by what clients have sent and is being written,
 * never behind what it claims: everything up to `applied` is in it, without gaps.
 */
import type pg from 'pg';
import * as Y from 'yjs';
import { applyStored } from './applyStored.ts';
import { equal } from './bytes.ts';
import { readRows, readSnapshot, type Row, type Stored } from './log.ts';

export interface Replica {
  readonly doc: Y.Doc;
  readonly applied: bigint;
  /** Of the log, or of the document when that was measured later. An upper bound. */
  readonly bytes: number;
  /** Takes what a client sent. False when nothing in it is new, so that nothing has to be stored. */
  take(update: Uint8Array): boolean;
  /** Rows of our own were committed, the last under this number. True when rows of others came before them. */
  stored(seq: bigint, count: number): boolean;
  /**
   * Reads what others wrote, up to this number at least.
   *
   * @throws the database's error; what was read stays
   */
  catchUp(seq: bigint): Promise<void>;
  /** Finds out how large the document is without what was deleted. */
  measure(): number;
  close(): void;
}

export function openReplica({
  pool,
  documentId,
  stored,
  onForeign,
  onProblem,
}: {
  pool: pg.Pool;
  documentId: string;
  stored: Stored;
  /** Something that another server wrote. */
  onForeign: (update: Uint8Array) => void;
  /** The log holds something that cannot be used. */
  onProblem: (error: unknown) => void;
}): Replica {
  const doc = new Y.Doc();
  for (const update of stored.updates) {
    const error = applyStored(doc, update);
    if (error !== null) onProblem(error);
  }
  let applied = stored.head;
  let bytes = stored.bytes;
  let wanted = applied;
  let reading: Promise<void> | null = null;
  /** Rows of ours that stand behind rows not yet read. */
  const own = new Set<bigint>();

  /**
   * An update whose predecessors are missing changes nothing yet and raises no event, but has to be kept; so the waiting
   * room of Yjs is compared too. By content: Yjs encodes it anew with each update while something waits there.
   */
  function isNews(update: Uint8Array): boolean {
    let changed = false;
    const note = () => (changed = true);
    const { pendingStructs, pendingDs } = doc.store;
    const structs = pendingStructs?.update ?? null;
    doc.on('update', note);
    try {
      Y.applyUpdate(doc, update);
    } finally {
      doc.off('update', note);
    }
    return (
      changed ||
      !equal(structs, doc.store.pendingStructs?.update ?? null) ||
      !equal(pendingDs, doc.store.pendingDs)
    );
  }

  async function read(): Promise<void> {
    try {
      while (applied < wanted) {
        const rows = await readRows(pool, documentId, applied);
        if (rows[0]?.seq === applied + 1n) {
          for (const row of rows) use(row, own.delete(row.seq));
          continue;
        }
        // Another server has merged rows that were not read yet, some of ours perhaps among them.
        const merged = await readSnapshot(pool, documentId, applied);
        if (merged === null) return;
        use(merged, false);
        for (const seq of own) if (seq <= applied) own.delete(seq);
      }
    } finally {
      // In the same tick as the last look at `wanted`: who asks for more now begins anew.
      reading = null;
    }
  }

  function use({ seq, data }: Row, isOurs: boolean): void {
    bytes += data.byteLength;
    const error = applyStored(doc, data);
    if (error !== null) onProblem(error);
    else if (!isOurs) onForeign(data);
    if (seq > applied) applied = seq;
  }

  return {
    doc,
    get applied() {
      return applied;
    },
    get bytes() {
      return bytes;
    },
    take(update) {
      const isNew = isNews(update);
      if (isNew) bytes += update.byteLength;
      return isNew;
    },
    stored(seq, count) {
      if (seq <= applied) return false;
      const first = seq - BigInt(count) + 1n;
      if (first <= applied + 1n) {
        applied = seq;
        return false;
      }
      for (let each = first; each <= seq; each++) own.add(each);
      return true;
    },
    async catchUp(seq) {
      if (seq > wanted) wanted = seq;
      if (applied >= wanted) return;
      reading ??= read();
      await reading;
    },
    measure() {
      bytes = Y.encodeStateAsUpdate(doc).byteLength;
      return bytes;
    },
    close: () => doc.destroy(),
  };
}
