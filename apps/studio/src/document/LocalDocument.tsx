import { useEffect, useMemo, type ReactNode } from 'react';
import { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { LiveContext } from './context.ts';
import { createDiagnostics } from './diagnostics.ts';
import type { Live } from './live.ts';
import { createLiveStore } from './liveStore.ts';
import { createPresence } from './presence.ts';
import { registry } from './specs.ts';
import { createUndo } from './undo.ts';

export interface LocalDocumentProps {
  readonly doc: Y.Doc;
  readonly canEdit?: boolean;
  readonly children: ReactNode;
}

/** A document of this page alone, without a server: for measurements, and for looking at one part by itself. */
export function LocalDocument({ doc, canEdit = true, children }: LocalDocumentProps) {
  const live = useMemo((): Live => {
    const awareness = new Awareness(doc);
    const store = createLiveStore(doc);
    return {
      documentId: 'local',
      doc,
      awareness,
      undo: createUndo(doc),
      canEdit,
      store,
      diagnostics: createDiagnostics(store, registry),
      presence: createPresence(awareness, { userId: 'local', name: 'local' }),
      connection: {
        saveState: () => SAVED,
        subscribe: () => () => {},
        opened: Promise.resolve(),
        destroy: () => {},
      },
    };
  }, [doc, canEdit]);
  useEffect(
    () => () => {
      live.diagnostics.destroy();
      live.presence.destroy();
      live.undo.destroy();
      live.store.destroy();
      live.awareness.destroy();
    },
    [live],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

const SAVED = { kind: 'saved' } as const;
