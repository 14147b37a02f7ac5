import { FileText, UserRound } from 'lucide-react';
import { useLocation } from 'wouter';
import { queryClient, trpc } from '../api/client.ts';
import { usePaletteSource } from '../commands/index.ts';
import { formatAgo } from '../i18n/format.ts';
import { useMessages } from '../i18n/index.ts';
import { paths, useRoleWords, useWorkspace } from '../shell/index.ts';
import { messages } from './messages.ts';

/** Documents and people of the workspace, for the palette. */
export function useWorkspaceSources(): void {
  const t = useMessages(messages);
  const word = useRoleWords();
  const [, navigate] = useLocation();
  const { workspaceId, slug } = useWorkspace();
  usePaletteSource(
    'documents',
    async (q) => {
      const options = trpc.documents.list.queryOptions({ workspaceId, q: q.trim(), limit: 12 });
      const { items } = await queryClient.fetchQuery(options);
      return items.map(({ documentId, title, updatedAt }) => ({
        id: documentId,
        title,
        hint: formatAgo(updatedAt),
        icon: FileText,
        run: () => navigate(paths.document(slug, documentId)),
      }));
    },
    t('documents'),
  );
  usePaletteSource(
    'people',
    async () => {
      const { items } = await queryClient.fetchQuery(
        trpc.members.list.queryOptions({ workspaceId, limit: 100 }, { staleTime: 60_000 }),
      );
      return items.map(({ userId, name, email, role }) => ({
        id: userId,
        title: name,
        hint: word(role).name,
        keywords: [email],
        icon: UserRound,
        run: () => navigate(paths.settings(slug, 'members')),
      }));
    },
    t('people'),
  );
}
