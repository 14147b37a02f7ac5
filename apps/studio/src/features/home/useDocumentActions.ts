import { useLocation } from 'wouter';
import { api, queryClient, trpc } from '../../api/client.ts';
import { paths, useWorkspace } from '../../shell/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { toast, useSentence } from '../../ui/index.ts';
import { messages } from './messages.ts';

interface Document {
  readonly documentId: string;
  readonly title: string;
}

/** What is done with a document of the list. Deleting asks nothing and can be undone. */
export function useDocumentActions() {
  const t = useMessages(messages);
  const sentence = useSentence();
  const { slug } = useWorkspace();
  const [, navigate] = useLocation();

  const refresh = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: trpc.documents.list.pathKey() });
    await queryClient.invalidateQueries({ queryKey: trpc.runs.list.pathKey() });
  };
  const trying = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      toast(t('failed', { detail: sentence(error) }), { tone: 'danger' });
    }
  };

  const restore = async ({ documentId, title }: Document): Promise<void> =>
    await trying(async () => {
      await api.documents.restore.mutate({ documentId });
      await refresh();
      toast(t('restored', { title }), { tone: 'success', id: documentId });
    });

  return {
    open: ({ documentId }: Document) => navigate(paths.document(slug, documentId)),
    duplicate: async ({ documentId }: Document) =>
      await trying(async () => {
        const copy = await api.documents.duplicate.mutate({ documentId });
        await refresh();
        navigate(paths.document(slug, copy.documentId));
      }),
    exportFile: async ({ documentId }: Document) =>
      await trying(async () => {
        const { name, text } = await api.documents.export.query({ documentId });
        save(name, text);
      }),
    remove: async (document: Document) =>
      await trying(async () => {
        const { documentId, title } = document;
        await api.documents.remove.mutate({ documentId });
        await refresh();
        toast(t('removed', { title }), {
          id: documentId,
          action: { label: t('undo'), onSelect: () => void restore(document) },
        });
      }),
  };
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
