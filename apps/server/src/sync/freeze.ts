import type { Diagnostic, GraphDocument } from '@weft/engine/graph';
import { readLive } from '@weft/engine/live';
import type pg from 'pg';
import * as Y from 'yjs';
import { WeftError } from '../errors.ts';
import { readHeads } from './log.ts';
import type { Live } from './room.ts';
import { covers } from './stateVector.ts';

/** The server's own merged document at one moment, all of it durable. */
export interface Frozen {
  readonly document: GraphDocument;
  /** What in it could not be understood and was left out. */
  readonly troubles: readonly Diagnostic[];
  readonly stateVector: Uint8Array;
  /** The live document itself, with its Yjs ids, as one update. */
  readonly state: Uint8Array;
}

/**
 * @throws WeftError edits_on_the_way when the edits that `wanted` names have not come by the deadline, unavailable when
 * what has come cannot be stored by then
 */
export async function freezeLive(
  { replica, commits }: Live,
  {
    pool,
    documentId,
    wanted,
    signal,
  }: { pool: pg.Pool; documentId: string; wanted: Uint8Array | undefined; signal: AbortSignal },
): Promise<Frozen> {
  // An edit that another server acknowledged may be known here only from a message that is still under way.
  const head = (await readHeads(pool, [documentId])).get(documentId);
  if (head !== undefined) await replica.catchUp(head);
  if (wanted !== undefined) await untilCovered(replica.doc, wanted, signal);
  const state = Y.encodeStateAsUpdate(replica.doc);
  commits.hurry();
  await orAborted(commits.durable(), signal, () => new WeftError('unavailable'));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const { document, troubles } = readLive(doc);
  const stateVector = Y.encodeStateVector(doc);
  doc.destroy();
  return { document, troubles, stateVector, state };
}

async function untilCovered(doc: Y.Doc, wanted: Uint8Array, signal: AbortSignal): Promise<void> {
  if (covers(doc, wanted)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (covers(doc, wanted)) resolve();
  };
  doc.on('update', look);
  try {
    await orAborted(promise, signal, () => new WeftError('edits_on_the_way'));
  } finally {
    doc.off('update', look);
  }
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal, error: () => Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(error());
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    work.catch(() => {});
  }
}
