import { MIB } from '@weft/engine/live';
import type pg from 'pg';
import { compact, type CompactionPoint } from './log.ts';

export interface Compaction {
  /** Merges the log when it has grown enough. Nobody waits for it; a failure is told and comes up again later. */
  consider(now: { readonly applied: bigint; readonly bytes: number }): void;
}

/**
 * Decides when the log of a document is merged: every so many rows, or when it is twice the size of what it holds. The
 * latter keeps the work in proportion, however large a document is.
 */
export function openCompaction({
  pool,
  documentId,
  everyRows,
  stored,
  probe,
  onProblem,
}: {
  pool: pg.Pool;
  documentId: string;
  everyRows: number;
  stored: { readonly snapshotSeq: bigint; readonly bytes: number };
  probe: (point: CompactionPoint) => Promise<void>;
  onProblem: (error: unknown) => void;
}): Compaction {
  let knownSeq = stored.snapshotSeq;
  let at = { seq: 0n, bytes: 0 };
  plan(knownSeq, stored.bytes);

  function plan(seq: bigint, bytes: number): void {
    at = { seq: seq + BigInt(everyRows), bytes: 2 * Math.max(MIB, bytes) };
  }

  async function merge(): Promise<void> {
    try {
      const { seq, bytes } = await compact(pool, { documentId, knownSeq, probe });
      knownSeq = seq;
      plan(seq, bytes);
    } catch (error) {
      onProblem(error);
    }
  }

  return {
    consider({ applied, bytes }) {
      if (applied < at.seq && bytes < at.bytes) return;
      // Not again while it lasts, nor soon, whatever comes of it.
      plan(applied, bytes);
      void merge();
    },
  };
}
