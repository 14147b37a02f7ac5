import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { openConnection, type Connection } from './connection.ts';
import { createDiagnostics, type DiagnosticsStore } from './diagnostics.ts';
import { keptEdits } from './keptEdits.ts';
import { createLiveStore, type LiveStore } from './liveStore.ts';
import { createPresence, type PresenceStore } from './presence.ts';
import { registry } from './specs.ts';
import { createUndo } from './undo.ts';

/** A document that is open in this page. */
export interface Live {
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly undo: Y.UndoManager;
  readonly canEdit: boolean;
  readonly store: LiveStore;
  readonly diagnostics: DiagnosticsStore;
  readonly presence: PresenceStore;
  readonly connection: Connection;
}

export interface Me {
  readonly userId: string;
  readonly name: string;
}

export interface OpenOptions {
  readonly documentId: string;
  readonly canEdit: boolean;
  readonly me: Me;
  readonly onRightsChanged?: () => void;
  /** `ws://host/api/sync`; default: where the page came from. */
  readonly url?: string;
}

/** Opens a document; the caller closes it. */
export function openLive({
  documentId,
  canEdit,
  me,
  url = syncUrl(),
  onRightsChanged,
}: OpenOptions): Live & { close: () => void } {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const store = createLiveStore(doc);
  const diagnostics = createDiagnostics(store, registry);
  const presence = createPresence(awareness, me);
  const undo = createUndo(doc);
  const kept = keptEdits(doc, { documentId, userId: me.userId });
  const connection = openConnection({ url, documentId, doc, awareness, kept, onRightsChanged });
  let closed = false;
  void connection.opened.then(() => {
    if (!closed) diagnostics.look();
  });
  return {
    documentId,
    doc,
    awareness,
    undo,
    canEdit,
    store,
    diagnostics,
    presence,
    connection,
    close: () => {
      closed = true;
      diagnostics.destroy();
      presence.destroy();
      undo.destroy();
      store.destroy();
      connection.destroy();
      awareness.destroy();
      doc.destroy();
    },
  };
}

const syncUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/api/sync`;
