import { useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { LiveContext } from './context.ts';
import { openLive, type Live, type Me } from './live.ts';
import type { Refused } from './saving.ts';
import { select } from './selection.ts';

export interface DocumentProviderProps {
  readonly documentId: string;
  readonly canEdit: boolean;
  readonly me: Me;
  /** Shown until the document is here, and when the server will not open it: ask `refused` for which. */
  readonly opening: (refused: Refused | null) => ReactNode;
  /** The server says that the rights of this person have changed: ask it for them, and pass `canEdit` anew. */
  readonly onRightsChanged?: () => void;
  /** An edit was refused; the document is opened again for reading. */
  readonly onReadOnly?: () => void;
  readonly children: ReactNode;
}

/**
 * Opens a document for everything below it. When the server refuses edits of this page (the role was changed while it
 * was open), the local copy has drifted from what everybody else sees: it is dropped and opened again for reading.
 */
export function DocumentProvider({
  documentId,
  canEdit,
  me,
  opening,
  onRightsChanged,
  onReadOnly,
  children,
}: DocumentProviderProps) {
  const [live, setLive] = useState<Live | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [readOnlyOf, setReadOnlyOf] = useState<string | null>(null);
  const mayEdit = canEdit && readOnlyOf !== documentId;
  const { userId, name } = me;
  const becameReadOnly = useEffectEvent(() => onReadOnly?.());
  const rightsChanged = useEffectEvent(() => onRightsChanged?.());

  useEffect(() => {
    const opened = openLive({
      documentId,
      canEdit: mayEdit,
      me: { userId, name },
      onRightsChanged: () => rightsChanged(),
    });
    let closed = false;
    select([]);
    void opened.connection.opened.then(() => {
      if (!closed) setLive(opened);
    });
    const follow = (): void => {
      const state = opened.connection.saveState();
      if (state.kind !== 'refused') return;
      if (state.reason === 'read-only') {
        setReadOnlyOf(documentId);
        becameReadOnly();
      } else setRefused(state.reason);
    };
    const stop = opened.connection.subscribe(follow);
    const warn = (event: BeforeUnloadEvent): void => {
      const state = opened.connection.saveState();
      if ('edits' in state && state.edits > 0) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      closed = true;
      removeEventListener('beforeunload', warn);
      stop();
      setLive(null);
      setRefused(null);
      opened.close();
    };
  }, [documentId, mayEdit, userId, name]);

  // Other refusals leave the document in sight: what was written can still be read and copied.
  const closed = refused === 'signed-out' || refused === 'no-access' || refused === 'gone';
  if (live === null || closed) return opening(refused);
  return <LiveContext value={live}>{children}</LiveContext>;
}
