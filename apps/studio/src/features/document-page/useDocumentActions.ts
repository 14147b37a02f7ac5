import { Copy, Download, LayoutList, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { api, queryClient, trpc } from '../../api/client.ts';
import { paths, useWorkspace } from '../../shell/index.ts';
import { useCommands, type Command } from '../../commands/index.ts';
import { useLive, useMeta } from '../../document/index.ts';
import { useMessages } from '../../i18n/index.ts';
import { toast, useSentence } from '../../ui/index.ts';
import { messages } from './messages.ts';
import type { View } from './place.ts';

/** What is done with the document as a whole, as commands; the menu in the bar shows the same. */
export function useDocumentActions({
  view,
  setView,
}: {
  view: View;
  setView: (view: View) => void;
}): readonly Command[] {
  const t = useMessages(messages);
  const sentence = useSentence();
  const { documentId } = useLive();
  const { title } = useMeta();
  const { slug, can } = useWorkspace();
  const [, navigate] = useLocation();

  const trying = (work: () => Promise<void>) => async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      toast(t('failed-action', { detail: sentence(error) }), { tone: 'danger' });
    }
  };
  const refresh = async (): Promise<void> =>
    await queryClient.invalidateQueries({ queryKey: trpc.documents.list.queryKey() });

  const commands: Command[] = [
    {
      id: 'document.view',
      title: t('toggle-view'),
      group: 'view',
      icon: LayoutList,
      shortcut: 'n',
      run: () => setView(view === 'canvas' ? 'notebook' : 'canvas'),
    },
    {
      id: 'document.export',
      title: t('export'),
      group: 'document',
      icon: Download,
      run: trying(async () => {
        const { name, text } = await api.documents.export.query({ documentId });
        download(name, text);
      }),
    },
    {
      id: 'document.duplicate',
      title: t('make-copy'),
      group: 'document',
      icon: Copy,
      enabled: can('document:create'),
      run: trying(async () => {
        const copy = await api.documents.duplicate.mutate({ documentId });
        await refresh();
        navigate(paths.document(slug, copy.documentId));
      }),
    },
    {
      id: 'document.delete',
      title: t('remove'),
      group: 'document',
      icon: Trash2,
      enabled: can('document:delete'),
      run: trying(async () => {
        await api.documents.remove.mutate({ documentId });
        navigate(paths.home(slug));
        await refresh();
        toast(t('removed', { title }), {
          action: {
            label: t('restore'),
            onSelect: () =>
              void trying(async () => {
                await api.documents.restore.mutate({ documentId });
                await refresh();
              })(),
          },
        });
      }),
    },
  ];
  useCommands(commands);
  return commands;
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
