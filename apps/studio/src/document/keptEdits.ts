import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';

/**
 * Edits that are not durable yet, kept on this machine against a closed tab. A copy exists only while edits wait: it is
 * made when they have waited for a while, and removed once the server has them. Keyed by person, so that the next one
 * at this machine neither sees nor sends them.
 */
export interface KeptEdits {
  /** Whether an earlier page left edits; then they are in the document when this resolves. */
  readonly restore: () => Promise<boolean>;
  readonly keep: () => void;
  readonly forget: () => void;
  readonly close: () => void;
}

export function keptEdits(
  doc: Y.Doc,
  { documentId, userId }: { documentId: string; userId: string },
): KeptEdits {
  const name = `weft.unsaved.${userId}.${documentId}`;
  let copy: IndexeddbPersistence | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const open = (): void => {
    copy ??= new IndexeddbPersistence(name, doc);
  };
  return {
    restore: async () => {
      if (!(await exists(name))) return false;
      open();
      await copy!.whenSynced;
      return true;
    },
    keep: () => {
      // A copy of the same name may still be on its way out.
      last = last.then(open);
    },
    forget: () => {
      last = last.then(async () => {
        const gone = copy;
        copy = null;
        await gone?.clearData();
      });
    },
    close: () => {
      last = last.then(async () => await copy?.destroy());
    },
  };
}

async function exists(name: string): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some((database) => database.name === name);
  } catch {
    // No storage (a private window of some browsers): then nothing was kept either.
    return false;
  }
}
