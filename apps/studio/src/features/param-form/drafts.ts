import type { Json } from '@weft/engine/graph';

/**
 * What people have typed and the document does not hold: not yet, because they are still typing, or not at all, because
 * it is refused. It lives beside the document and outside components, so it survives a cell that scrolls out of sight,
 * and the cell and the inspector show the same half-typed value.
 *
 *   clean ─ type ─▶ pending ─ 250 ms or blur ─▶ written, clean
 *                 ╲ refused: kept until it is mended or taken back
 */
export interface Draft<P> {
  /** As typed: text where a number is meant. */
  readonly raw: unknown;
  readonly problem: P | null;
}

export interface Drafts<P> {
  readonly get: (key: string) => Draft<P> | null;
  readonly type: (key: string, draft: Draft<P> & { readonly write: (() => void) | null }) => void;
  /** Writes at once what waits to be written. */
  readonly flush: (key?: string) => void;
  /** Takes back what was typed. */
  readonly drop: (key: string) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export const WRITE_AFTER_MS = 250;

/** @param later runs something after a while, and returns how to call it off */
export function createDrafts<P>(
  later: (work: () => void) => () => void = (work) => {
    const timer = setTimeout(work, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  },
): Drafts<P> {
  const drafts = new Map<string, Draft<P>>();
  const pending = new Map<string, { write: () => void; callOff: () => void }>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const callOff = (key: string): void => {
    pending.get(key)?.callOff();
    pending.delete(key);
  };

  function flush(key: string): void {
    const waiting = pending.get(key);
    if (waiting === undefined) return;
    callOff(key);
    drafts.delete(key);
    waiting.write();
    tell();
  }

  return {
    get: (key) => drafts.get(key) ?? null,
    type(key, { raw, problem, write }) {
      callOff(key);
      drafts.set(key, { raw, problem });
      if (write !== null) pending.set(key, { write, callOff: later(() => flush(key)) });
      tell();
    },
    flush(key) {
      for (const each of key === undefined ? [...pending.keys()] : [key]) flush(each);
    },
    drop(key) {
      callOff(key);
      if (drafts.delete(key)) tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const draftKey = (nodeId: string, param: string): string => `${nodeId}.${param}`;

/** Whether writing a value changes anything; documents hold JSON, so equal text is equal. */
export const differs = (a: Json | undefined, b: Json | undefined): boolean =>
  a !== b && JSON.stringify(a) !== JSON.stringify(b);
