import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../../api/client.ts';
import { refreshMe, TopBar, usePerson } from '../../shell/index.ts';
import { DocumentProvider } from '../../document/index.ts';
import { RunsProvider } from '../../runs/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { ErrorNote, toast } from '../../ui/index.ts';
import { DocumentBar, DocumentBarEnd } from './DocumentBar.tsx';
import { DocumentBody } from './DocumentBody.tsx';
import { messages } from './messages.ts';
import { Opening } from './Opening.tsx';
import { useView } from './place.ts';
import { useDocumentActions } from './useDocumentActions.ts';

export interface DocumentPageProps {
  readonly documentId: string;
}

/** One document, whole: asks what this person may do, opens it, and puts the features together around it. */
export function DocumentPage({ documentId }: DocumentPageProps) {
  const t = useMessages(messages);
  const { userId, name } = usePerson();
  const asked = trpc.documents.get.queryOptions({ documentId });
  const { data, error, refetch } = useQuery(asked);
  if (data === undefined)
    return (
      <Frame>
        {error === null ? (
          <Opening refused={null} />
        ) : (
          <div className="grid h-full place-items-center p-6">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Frame>
    );
  return (
    <DocumentProvider
      key={documentId}
      documentId={documentId}
      canEdit={data.actions.includes('document:change')}
      me={{ userId, name }}
      onRightsChanged={() => {
        void queryClient.invalidateQueries({ queryKey: asked.queryKey });
        void refreshMe();
      }}
      onReadOnly={() => toast(t('now-read-only'), { tone: 'danger' })}
      opening={(refused) => (
        <Frame>
          <Opening refused={refused} />
        </Frame>
      )}
    >
      <RunsProvider documentId={documentId} workspaceId={data.workspaceId}>
        <Inside />
      </RunsProvider>
    </DocumentProvider>
  );
}

function Inside() {
  const [view, setView] = useView();
  const actions = useDocumentActions({ view, setView });
  return (
    <Frame bar={<DocumentBar />} end={<DocumentBarEnd view={view} setView={setView} actions={actions} />}>
      <DocumentBody view={view} />
    </Frame>
  );
}

const Frame = ({ bar = null, end, children }: { bar?: ReactNode; end?: ReactNode; children: ReactNode }) => (
  <div className="flex min-h-0 flex-1 flex-col">
    <TopBar end={end}>{bar}</TopBar>
    {children}
  </div>
);
