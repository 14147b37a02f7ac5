/**
 * A Y.Doc that follows the log of its document. It may be ahead of the log by what clients have sent and is being written,
 * never behind what it claims: everything up to `applied` is in it, without gaps.
 */
import { STORED } from '@weft/engine/live';
import type pg from 'pg';
import * as Y from 'yjs';
import { equal } from './bytes.ts';
import { readRows, readSnapshot, type Row, type Stored } from './log.ts';

export interface Replica {
  readonly doc: Y.Doc;
  readonly applied: bigint;
  /** Of the log, or of the document when that was measured later. An upper bound. */
  readonly bytes: number;
  /** Takes what a client sent. False when nothing in it is new, so that nothing has to be stored. */
  take(update: Uint8Array): boolean;
  /** A row of our own was committed under this number. True when rows of others came before it. */
  stored(seq: bigint): boolean;
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
}: {
  pool: pg.Pool;
  documentId: string;
  stored: Stored;
  /** Something that another server wrote. */
  onForeign: (update: Uint8Array) => void;
}): Replica {
  const doc = new Y.Doc();
  for (const update of stored.updates) Y.applyUpdate(doc, update, STORED);
  let applied = stored.head;
  let bytes = stored.bytes;
  let wanted = applied;
  let reading: Promise<void> | null = null;

  /**
   * An update whose predecessors are missing changes nothing yet and raises no event, but has to be kept; so the waiting
   * room of Yjs is compared too. By content: Yjs encodes it anew with each update while something waits there.
   */
  function apply(update: Uint8Array, origin: unknown): boolean {
    let changed = false;
    const note = () => (changed = true);
    const { pendingStructs, pendingDs } = doc.store;
    const structs = pendingStructs?.update ?? null;
    doc.on('update', note);
    try {
      Y.applyUpdate(doc, update, origin);
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
        const next = await readNext();
        if (next.length === 0) return;
        for (const { seq, data } of next) {
          bytes += data.byteLength;
          if (apply(data, STORED)) onForeign(data);
          if (seq > applied) applied = seq;
        }
      }
    } finally {
      // In the same tick as the last look at `wanted`: who asks for more now begins anew.
      reading = null;
    }
  }

  async function readNext(): Promise<readonly Row[]> {
    const rows = await readRows(pool, documentId, applied);
    if (rows[0]?.seq === applied + 1n) return rows;
    // Another server has merged rows that were not read yet.
    const merged = await readSnapshot(pool, documentId, applied);
    return merged === null ? rows : [merged];
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
      const isNew = apply(update, 'client');
      if (isNew) bytes += update.byteLength;
      return isNew;
    },
    stored(seq) {
      if (seq !== applied + 1n) return seq > applied;
      applied = seq;
      return false;
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
